import { z } from 'zod'
import { evidenceSchema, reasonCodeSchema } from '@/lib/api/step'

const reason = z.object({ reason: z.string(), reasonCode: reasonCodeSchema })

/** A rule that should be there and is not; one left over; one of another program; one in the wrong place of its chain. */
export const findingKinds = ['missing', 'stale', 'order', 'foreign'] as const

const finding = reason.extend({
  kind: z.enum(findingKinds),
  /** iptables' table, or a native one. */
  table: z.string(),
  chain: z.string(),
  rule: z.string(),
  /** Line in the dump; null: it is not there, or not in iptables-save. */
  line: z.number().nullable(),
  /** Stands before rules of the cluster's own programs, and may end a packet's way there. */
  inTheWay: z.boolean(),
  /** kube-proxy, kubelet, Istio, or who wrote a foreign rule; null: not known. */
  program: z.string().nullable(),
  /** NAMESPACE/NAME[:PORT]. */
  service: z.string().nullable(),
  /** Objects that ask for the rule. */
  evidence: z.array(evidenceSchema),
})
export type NetfilterFinding = z.infer<typeof finding>

/**
 * GET /api/netfilter/computed?netns=&at=: what the cluster's own programs would write into a namespace now, and how it differs from what was observed.
 * `computed` and `equal` count rules; `equal` is null where nothing was observed. `why`: they cannot be computed. `notes`: what had to be taken from elsewhere.
 * `findings` come worst first, `leftOut` counts those beyond the first ones. `text`: the rules as iptables-save prints them, where nothing was observed.
 */
export const netfilterComputedSchema = z.object({
  netns: z.string(),
  at: z.number(),
  why: reason.nullable(),
  notes: z.array(reason),
  computed: z.number(),
  equal: z.number().nullable(),
  findings: z.array(finding),
  leftOut: z.number(),
  text: z.string().nullable(),
})
export type NetfilterComputed = z.infer<typeof netfilterComputedSchema>
