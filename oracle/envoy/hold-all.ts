import { parseStats } from '@/lib/envoy/parse/stats'
import { type Held, hold } from '@/oracle/envoy/client'
import type { EnvoyProcess } from '@/oracle/envoy/envoy-process'
import type { Probe } from '@/oracle/envoy/scenario'

/** How many requests of a configuration wait for a connection. */
async function waiting(envoy: EnvoyProcess, slot: string): Promise<number> {
  const { values } = parseStats(await envoy.admin(`/stats?format=json&filter=^cluster\\.${slot}-.*upstream_rq_pending_active$`))
  return [...values.values()].reduce((sum: number, value) => sum + Number(value), 0)
}

/** One after the other, each until it is answered or Envoy says that it waits. */
export async function holdAll(envoy: EnvoyProcess, probes: readonly Probe[], index: number): Promise<Held[]> {
  const held: Held[] = []
  for (const [at, probe] of probes.entries()) {
    const before = await waiting(envoy, `s${index}`)
    const one = hold(probe, `held-${index}-${at}`)
    held.push(one)
    const { begun } = one
    let settled = false
    // Asked again and again: a request that waits says nothing to its client.
    while (!settled) {
      const more = waiting(envoy, `s${index}`).then((now) => now > before)
      settled = (await Promise.race([begun.then(() => true), more])) || settled
    }
  }
  return held
}
