import { z } from 'zod'
import type { ReasonCode } from '@/lib/reason/sentence'

/** The same as an English `reason`, for translations: NAMESPACE.CODE, the values in it, those of them that are sentences, and a sentence that follows it. */
export const reasonCodeSchema: z.ZodType<ReasonCode> = z.object({
  code: z.string(),
  values: z.record(z.string(), z.string()),
  get inner() {
    return z.record(z.string(), reasonCodeSchema).optional()
  },
  get because() {
    return reasonCodeSchema.optional()
  },
})

/** Where a fact was seen: an entry of the recording (or a request to the cluster), the line or the JSON pointer in it, and the moment (ms on the source's timeline). */
export const evidenceSchema = z.object({
  entry: z.string(),
  line: z.number().int().positive().optional(),
  pointer: z.string().optional(),
  at: z.number(),
})
export type Evidence = z.infer<typeof evidenceSchema>

/** The header of the first packet of a connection; `sport` is null where the kernel chooses it, `mark` is a number. */
export const packetSchema = z.object({
  proto: z.enum(['tcp', 'udp', 'sctp', 'icmp', 'icmpv6']),
  src: z.string(),
  sport: z.number().nullable(),
  dst: z.string(),
  dport: z.number(),
  in: z.string().optional(),
  out: z.string().optional(),
  mark: z.number(),
  ctstate: z.string(),
})
export type Packet = z.infer<typeof packetSchema>

export const verdictKinds = ['delivered', 'answered', 'dropped', 'rejected', 'reset', 'unreachable', 'random', 'unknown'] as const
export const verdictSchema = z.object({
  kind: z.enum(verdictKinds),
  status: z.number().optional(),
  flags: z.string().optional(),
  /** With `reset`: the TLS handshake was refused (curl 35). */
  tls: z.boolean().optional(),
  reason: z.string(),
  reasonCode: reasonCodeSchema.optional(),
})
export type Verdict = z.infer<typeof verdictSchema>
export type VerdictKind = Verdict['kind']

export const stepKinds = [
  'client',
  'hook',
  'rule',
  'policy',
  'rewrite',
  'routing',
  'listener',
  'filterChain',
  'filter',
  'route',
  'cluster',
  'endpoint',
  'socket',
  'conntrack',
  'unknown',
] as const

/** A rule that was looked at before the one that matched, and the part of it that did not match. `index` counts from 1. */
export const skippedSchema = z.object({
  index: z.number(),
  rule: z.string(),
  part: z.string(),
  why: z.string(),
  /** `why` for translations; absent where it is data. */
  code: z.string().optional(),
  values: z.record(z.string(), z.string()).optional(),
})
export type Skipped = z.infer<typeof skippedSchema>

const stepFields = z.object({
  kind: z.enum(stepKinds),
  /** The notes' number of the stage, 1…15. */
  no: z.number().int().optional(),
  /** A node's or client's name, or NAMESPACE.POD. */
  netns: z.string().optional(),
  /** The node on which the step happens; absent for clients and the outside. */
  node: z.string().optional(),
  hook: z.enum(['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING']).optional(),
  table: z.string().optional(),
  chain: z.string().optional(),
  /** nftables' family of a native rule or chain; absent: iptables'. */
  family: z.string().optional(),
  /** The base chain that hangs on the hook, where it is not named like the hook: native tables have their own names. */
  base: z.string().optional(),
  /** As iptables-save prints it, without counters; a native rule as `nft -s list` prints it. */
  rule: z.string().optional(),
  /** Position of the rule in its chain, from 1, and the chain's length. */
  ruleIndex: z.number().int().optional(),
  ruleCount: z.number().int().optional(),
  /** CONTINUE, ACCEPT, DROP, RETURN, JUMP:CHAIN, GOTO:CHAIN; for policies ACCEPT or DROP. */
  outcome: z.string().optional(),
  /** What the rule did to the packet. */
  op: z.enum(['DNAT', 'SNAT', 'MASQUERADE', 'REDIRECT', 'TPROXY', 'MARK']).optional(),
  counter: z.object({ packets: z.number(), bytes: z.number() }).optional(),
  /** The nearest ones before this rule. Where they are not all, `skippedCount` says how many there were, and GET /api/skipped gives the rest by `skippedAt`. */
  skipped: z.array(skippedSchema).optional(),
  skippedCount: z.number().int().optional(),
  skippedAt: z.number().int().optional(),
  /** The rules here were not observed: they are what the cluster's programs would write, and `evidence` names the objects behind them. */
  computed: z.literal(true).optional(),
  proxy: z.string().optional(),
  listener: z.string().optional(),
  filterChain: z.string().optional(),
  filter: z.string().optional(),
  routeConfig: z.string().optional(),
  virtualHost: z.string().optional(),
  route: z.string().optional(),
  cluster: z.string().optional(),
  endpoint: z.string().optional(),
  /** The transport of the connection that starts or is accepted here. */
  security: z.enum(['mtls', 'tls', 'plaintext']).optional(),
  /** Short facts for the card's further lines, in order: label → value ("lb": "ROUND_ROBIN", "match": "prefix /"). */
  facts: z.record(z.string(), z.string()).optional(),
  /** Istio objects behind the resource: "VirtualService default/nginx-service". */
  objects: z.array(z.string()).optional(),
  packet: z.object({ before: packetSchema, after: packetSchema }).optional(),
  evidence: z.array(evidenceSchema),
  /** Why it is unknown, refused, or answered. */
  reason: z.string().optional(),
  reasonCode: reasonCodeSchema.optional(),
  /** The same for `facts.decision`. */
  decisionCode: reasonCodeSchema.optional(),
  /** The same for the facts that are words, by their names. */
  factCodes: z.record(z.string(), reasonCodeSchema).optional(),
  /** Set on the step at which this branch of the walk ends. */
  verdict: verdictSchema.optional(),
})

export type Branch = {
  probability: number | null
  label?: string | undefined
  /** The label for translations, where it is words and no name. */
  labelCode?: ReasonCode | undefined
  steps: Step[]
  verdict: Verdict
}
export type Step = z.infer<typeof stepFields> & { branches?: Branch[] | undefined }

/** One thing that happens to the packet or the request (../shared api: Step). With `branches` it is the last step of its list. */
export const stepSchema: z.ZodType<Step> = stepFields.extend({
  get branches() {
    return z
      .array(
        z.object({
          probability: z.number().nullable(),
          label: z.string().optional(),
          labelCode: reasonCodeSchema.optional(),
          steps: z.array(stepSchema),
          verdict: verdictSchema,
        }),
      )
      .optional()
  },
})

export const walkSchema = z.object({ verdict: verdictSchema, steps: z.array(stepSchema) })
export type Walk = z.infer<typeof walkSchema>
