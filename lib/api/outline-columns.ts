import { z } from 'zod'
import { changeSchema, type OutlineChain, outlineBase } from '@/lib/api/outline-chain'

/** Numbers of every chain; of a node with thousands of Services most of an object's text would be its fields' names. */
const numbers = z.array(z.number().nullable())

/**
 * The chains of one table by columns, each with one value a chain, in the chains' order. `calls`: the places (from 0) of the chains that each one calls; `own`: what only
 * a few have, by their places. Who calls a chain follows from `calls`.
 */
export const outlineColumns = z.object({
  name: z.array(z.string()),
  rules: z.array(z.number()),
  packets: numbers,
  bytes: numbers,
  calls: z.array(z.array(z.number())),
  own: z.array(z.tuple([z.number(), z.object({ policy: z.enum(['ACCEPT', 'DROP']).nullable(), base: outlineBase })])),
  /** null: changes were not asked for. */
  change: z.array(changeSchema.nullable()).nullable(),
})
export type OutlineColumns = z.infer<typeof outlineColumns>

/** Chains as columns. */
export function columnsOf(chains: readonly OutlineChain[]): OutlineColumns {
  const places = new Map(chains.map(({ name }, place) => [name, place]))
  return {
    name: chains.map(({ name }) => name),
    rules: chains.map(({ rules }) => rules),
    packets: chains.map(({ counter }) => counter?.packets ?? null),
    bytes: chains.map(({ counter }) => counter?.bytes ?? null),
    calls: chains.map(({ calls }) => calls.flatMap((name) => places.get(name) ?? [])),
    own: chains.flatMap(({ policy, base }, place): OutlineColumns['own'] => (policy || base ? [[place, { policy, base }]] : [])),
    change: chains.some(({ change }) => change) ? chains.map(({ change }) => change) : null,
  }
}

/** The chains that columns tell of. */
export function chainsOf({ name, rules, packets, bytes, calls, own, change }: OutlineColumns): OutlineChain[] {
  const few = new Map(own)
  const callers = name.map((): string[] => [])
  for (const [place, called] of calls.entries()) for (const to of called) callers[to]?.push(name[place] ?? '')
  return name.map((one, place) => {
    const [packet, byte] = [packets[place] ?? null, bytes[place] ?? null]
    return {
      name: one,
      policy: few.get(place)?.policy ?? null,
      base: few.get(place)?.base ?? null,
      rules: rules[place] ?? 0,
      counter: packet === null || byte === null ? null : { packets: packet, bytes: byte },
      change: change?.[place] ?? null,
      calls: (calls[place] ?? []).flatMap((to) => name[to] ?? []),
      callers: callers[place] ?? [],
    }
  })
}
