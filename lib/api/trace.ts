import { z } from 'zod'

/** One decision that the kernel reported: a rule that matched, a policy, the end of a chain. */
const traceStepSchema = z.object({
  table: z.string(),
  chain: z.string(),
  /** Absent for iptables-nft's `ip` tables. */
  family: z.string().optional(),
  kind: z.enum(['rule', 'policy', 'return']),
  rule: z.string().nullable(),
  /** As xtables-monitor says it: CONTINUE, ACCEPT, DROP, RETURN, JUMP:CHAIN, GOTO:CHAIN. */
  verdict: z.string(),
})
export type TraceStep = z.infer<typeof traceStepSchema>

/** One first packet (SYN) of a connection in one namespace, with every rule that matched it. */
const traceEntrySchema = z.object({
  packet: z.object({
    in: z.string().nullable(),
    out: z.string().nullable(),
    src: z.string(),
    dst: z.string(),
    sport: z.number(),
    dport: z.number(),
    proto: z.string(),
  }),
  nat: z.object({ src: z.string(), sport: z.number(), dst: z.string(), dport: z.number() }).nullable(),
  /** After the request's start. */
  ms: z.number(),
  /** Only with `repeat`; 0 is the first send. */
  send: z.number().int().optional(),
  steps: z.array(traceStepSchema),
})
export type TraceEntry = z.infer<typeof traceEntrySchema>

/** A recording's trace/NETNS.json. */
export const traceSchema = z.array(traceEntrySchema)
