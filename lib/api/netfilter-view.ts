import { z } from 'zod'
import { changeSchema, counterSchema, outlineChain } from '@/lib/api/outline-chain'
import { outlineColumns } from '@/lib/api/outline-columns'
import { momentQuery } from '@/lib/api/query'
import { problemSchema } from '@/lib/api/recordings'

/** A sentence of messages/LOCALE/rules.json. */
const message = z.object({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) })

/** `netns`: a node's or client's name, or NAMESPACE.POD. `since`: ms of the earlier reading that changes are counted from. */
const placeQuery = momentQuery.extend({
  netns: z.string().min(1).max(300),
  since: z.coerce.number().nonnegative().max(1e12).optional(),
})
/** `form`: chains as objects, or the same as columns, a fifth of the text. */
export const outlineQuery = placeQuery.extend({ form: z.enum(['objects', 'columns']).default('objects') })
export const chainQuery = placeQuery.extend({
  /** The dump, as an outline names it. */
  entry: z.string().min(1).max(1024),
  table: z.string().min(1).max(64),
  chain: z.string().min(1).max(256),
  /** Only rules that counted something since the earlier reading, or only those with these numbers. */
  show: z.enum(['all', 'moved']).default('all'),
  index: z.array(z.coerce.number().int().positive()).max(500).default([]),
  /** Which of them are sent, from 0. */
  offset: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1000).default(1000),
})
/** `q`: words that all have to stand in the rule. */
export const netfilterSearchQuery = placeQuery.extend({ entry: chainQuery.shape.entry, q: z.string().trim().min(1).max(200) })

/** `rule`: its number, from 1. `q`: words that all have to stand in an element, its set or its comment. */
export const elementsQuery = placeQuery.extend({
  entry: chainQuery.shape.entry,
  table: chainQuery.shape.table,
  chain: chainQuery.shape.chain,
  rule: z.coerce.number().int().positive(),
  q: z.string().trim().max(300).default(''),
  offset: chainQuery.shape.offset,
  limit: z.coerce.number().int().min(1).max(500).default(500),
})

/** GET /api/netfilter/elements: what the sets and maps of a native rule hold. `count`: all of them; `total`: those that hold the words, of which `elements` begins at `offset`. */
export const elementsSchema = z.object({
  count: z.number(),
  total: z.number(),
  offset: z.number(),
  elements: z.array(
    z.object({
      /** `@NAME`; null: a map that stands in the rule itself. */
      set: z.string().nullable(),
      /** As nft prints it, without its comment. */
      text: z.string(),
      comment: z.string().nullable(),
      /** A chain of the same table that a verdict leads to. */
      chain: z.string().nullable(),
      /** NAMESPACE/NAME[:PORT] of the Service that it is of, where kube-proxy's own names or comments say so. */
      service: z.string().nullable(),
    }),
  ),
})
export type NetfilterElements = z.infer<typeof elementsSchema>

const outlineDump = z.object({
  entry: z.string(),
  at: z.number(),
  family: z.enum(['ip', 'ip6']),
  backend: z.enum(['nft', 'legacy']),
  /** Whether packets meet it: of two backends one may be a leftover. */
  live: z.boolean(),
  /** Why this backend is the one in use, or the other one is: kubelet's hint or canary chain, or where rules are.. */
  why: z.enum(['hint', 'canary', 'only-rules', 'default']).nullable(),
  /** Both backends hold rules: packets meet both. */
  both: z.boolean(),
  rules: z.number(),
  /** Native tables of nftables stand in the dump of IPv4, named with their family: `ip kube-proxy`. */
  /** `columns`: the chains, where they were asked for in this form; `chains` is empty then. */
  tables: z.array(z.object({ name: z.string(), native: z.boolean(), chains: z.array(outlineChain), columns: outlineColumns.optional() })),
})
export type OutlineDump = z.infer<typeof outlineDump>

/** GET /api/netfilter/outline: every chain of a namespace without its rules. */
export const outlineSchema = z.object({
  netns: z.string(),
  kind: z.enum(['node', 'pod', 'client']),
  node: z.string().nullable(),
  at: z.number(),
  dumps: z.array(outlineDump),
  problems: z.array(problemSchema),
})
export type Outline = z.infer<typeof outlineSchema>

const saidRule = z.object({
  index: z.number(),
  rule: z.string(),
  counter: counterSchema.nullable(),
  change: changeSchema.nullable(),
  /** 0: a native rule of which only the JSON was recorded, where `pointer` (a JSON pointer) names it. */
  line: z.number(),
  pointer: z.string().optional(),
  /** A chain of the same table, or a verdict; null: it only counts. */
  target: z.string().nullable(),
  jumps: z.boolean(),
  /** `first`: what a native rule does before `what`; `comment`: what its maker noted beside it. */
  says: z.object({ what: message, when: z.array(message), first: z.array(message).optional(), comment: z.string().optional() }),
  /** How many elements the sets and maps of a native rule have; absent: it asks none. */
  elements: z.number().optional(),
  /** What asks for the rule, by the rules that are computed; absent: nothing that is known does. `service`: NAMESPACE/NAME[:PORT], `pod`: NAMESPACE/NAME. */
  source: z
    .object({
      program: z.enum(['kube-proxy', 'kubelet', 'Istio']),
      service: z.string().optional(),
      endpoint: z.string().optional(),
      pod: z.string().optional(),
      /** An annotation or an environment variable. */
      setting: z.string().optional(),
    })
    .optional(),
})
export type SaidRule = z.infer<typeof saidRule>

/** GET /api/netfilter/chain: the rules of one chain, in words too. `count`: all its rules; `total`: those that were asked for, of which `rules` begins at `offset`. `entry`: the file that holds them, which for a native table is nft's. */
export const chainSchema = z.object({
  table: z.string(),
  name: z.string(),
  policy: z.enum(['ACCEPT', 'DROP']).nullable(),
  entry: z.string(),
  line: z.number(),
  at: z.number(),
  callers: z.array(z.string()),
  count: z.number(),
  total: z.number(),
  offset: z.number(),
  rules: z.array(saidRule),
})
export type ChainAnswer = z.infer<typeof chainSchema>

/** GET /api/netfilter/search: rules with all the words, in the dump's order, and elements of the sets that rules ask; `total` counts also those beyond the first ones. */
export const netfilterSearchSchema = z.object({
  total: z.number(),
  hits: z.array(
    z.object({
      table: z.string(),
      chain: z.string(),
      index: z.number(),
      rule: z.string(),
      /** Of an element of a set or a map; the rule is the first that names it. */
      element: z.object({ text: z.string(), set: z.string() }).optional(),
    }),
  ),
})
export type NetfilterSearch = z.infer<typeof netfilterSearchSchema>

/** `flow` repeats: ADDRESS:PORT of destinations that a question's packet had here; connections to them come first. */
export const connectionsQuery = placeQuery.extend({ flow: z.array(z.string().max(80)).max(20).default([]) })

const tuple = z.object({ src: z.string(), dst: z.string(), sport: z.number().nullable(), dport: z.number().nullable() })

const trackedConnection = z.object({
  proto: z.string(),
  state: z.string().nullable(),
  original: tuple,
  reply: tuple,
  flags: z.array(z.string()),
  timeout: z.number().nullable(),
  mark: z.number(),
  line: z.number(),
  /** To one of the destinations that were asked for. */
  flow: z.boolean(),
})
export type TrackedConnection = z.infer<typeof trackedConnection>

const socket = z.object({
  state: z.string(),
  local: z.string(),
  peer: z.string(),
  process: z.string().nullable(),
  pid: z.number().nullable(),
  uid: z.number().nullable(),
  /** Of a listener: connections that wait to be accepted. */
  waiting: z.number(),
  line: z.number(),
  flow: z.boolean(),
})
export type SocketRow = z.infer<typeof socket>

const seen = z.object({ entry: z.string(), at: z.number() }).nullable()

/** GET /api/netfilter/connections: conntrack's entries and the sockets of a namespace; `total` counts those beyond the first ones too. */
export const connectionsSchema = z.object({
  tracked: z.object({ from: seen, total: z.number(), rows: z.array(trackedConnection) }),
  sockets: z.object({ from: seen, total: z.number(), rows: z.array(socket) }),
})
export type Connections = z.infer<typeof connectionsSchema>
