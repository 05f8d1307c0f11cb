import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { EnvoyState } from '@/lib/envoy/evaluate/state'
import { parseClusters } from '@/lib/envoy/parse/clusters'
import { parseConfigDump } from '@/lib/envoy/parse/config-dump'
import { parseStats, type Stats } from '@/lib/envoy/parse/stats'
import { type Held, type Sight, send } from '@/oracle/envoy/client'
import { EnvoyProcess } from '@/oracle/envoy/envoy-process'
import { evaluateProbe } from '@/oracle/envoy/evaluate-probe'
import { holdAll } from '@/oracle/envoy/hold-all'
import type { Seen } from '@/oracle/envoy/judge'
import { ADMIN } from '@/oracle/envoy/loopback'
import { extension } from '@/oracle/envoy/resources'
import type { Built, Probe, Slot } from '@/oracle/envoy/scenario'
import { disagreement } from '@/oracle/envoy/verdict'
import { outerSteps, waysOf } from '@/oracle/envoy/ways'

/** What a batch counted; `disagreements[i]` are those of the i-th configuration. */
export interface Outcome {
  requests: number
  /** Probes one of whose possible ways is unknown. */
  unknown: number
  /** What kept hosts out, or ended connections to them, by Envoy's own words. */
  failed: Set<string>
  disagreements: string[][]
}

const PORTS_EACH = 16
/** Envoy's (BoringSSL's) word where it does not accept a server's certificate. */
export const REFUSED_CERTIFICATE = 'CERTIFICATE_VERIFY_FAILED'
/** How often a request is sent whose outcome is random: enough to tell shares apart, little enough for hundreds of configurations. */
const TRIES = 80
/** The same where each needs a connection of its own. */
const TRIES_UNSHARED = 25

function slotOf(index: number, folder: string): Slot {
  const name = (text: string) => `s${index}-${text}`
  return {
    name,
    port: (at) => 10_000 + index * PORTS_EACH + at,
    address: (at) => `127.200.${index}.${at}`,
    file: (text, resources) => {
      const file = path.join(folder, `${name(text)}.json`)
      writeFileSync(file, JSON.stringify({ version_info: '1', resources }))
      return file
    },
  }
}

function runtimeLayers(built: readonly Built[]): object[] {
  const count = Math.max(...built.map(({ runtime }) => runtime?.length ?? 0))
  return Array.from({ length: count }, (_, at) => ({
    name: `static-${at}`,
    static_layer: Object.assign({}, ...built.map(({ runtime }) => runtime?.[at] ?? {})) as object,
  }))
}

function bootstrapOf(built: readonly Built[]): object {
  const layers = runtimeLayers(built)
  return {
    node: { id: 'oracle', cluster: 'oracle', locality: { region: 'r1', zone: 'z1' } },
    admin: { address: { socket_address: { address: ADMIN.ip, port_value: ADMIN.port } } },
    bootstrap_extensions: [extension('envoy.bootstrap.internal_listener', 'bootstrap.internal_listener.v3.InternalListener')],
    ...(layers.length === 0 ? {} : { layered_runtime: { layers } }),
    static_resources: { listeners: built.flatMap((one) => one.listeners), clusters: built.flatMap((one) => one.clusters) },
  }
}

/** The access line of each sight: by the request's id on a connection that they share, else what Envoy wrote of the connection. */
async function lineUp(envoy: EnvoyProcess, { probe, id, sights, shared }: Sent): Promise<Seen[]> {
  if (shared) {
    const lines = await envoy.lines.ofProbe(id, sights.length)
    return sights.flatMap((sight, index) => (lines[index] === undefined ? [] : [{ sight, line: lines[index] }]))
  }
  const seen: Seen[] = []
  for (const sight of sights) {
    const lines = await envoy.lines.ofConnection(sight.localPort, probe.port)
    const line = lines.findLast((one) => one.from !== 'listener') ?? lines.at(-1)
    if (line !== undefined) seen.push({ sight, line })
  }
  return seen
}

interface Sent {
  probe: Probe
  id: string
  sights: Sight[]
  /** All on one connection. */
  shared: boolean
}

async function sendProbe(state: EnvoyState, probe: Probe, id: string): Promise<Sent> {
  const ways = waysOf(evaluateProbe(state, probe, null, id))
  const random = ways.some(({ probability }) => probability !== null && probability > 0 && probability < 1)
  const onlyHttp = ways.every((way) => {
    const { end, events } = way
    const inside = outerSteps(way).length < events.length
    return !inside && (end.kind === 'answered' || (end.kind === 'upstream' && end.via === 'http'))
  })
  const canShare = onlyHttp && probe.request?.method !== 'CONNECT' && probe.proxied === undefined && probe.tls === undefined
  const times = random ? Math.max(canShare ? TRIES : TRIES_UNSHARED, probe.times) : probe.times
  const shared = canShare && times > 1
  return { probe, id, shared, sights: await send(probe, id, times, shared) }
}

/** One configuration's probes, one after the other, as the order may matter to it. */
async function sendAll(state: EnvoyState, probes: readonly Probe[], held: readonly Held[], prefix: string): Promise<Sent[]> {
  const sent: Sent[] = []
  for (const [at, probe] of probes.entries()) {
    if (probe.released === true) for (const one of held) one.release()
    sent.push(await sendProbe(state, probe, `${prefix}-${at}`))
  }
  for (const one of held) one.release()
  return sent
}

/** One after the other: what Envoy learns from one decides where the next goes. */
async function sendBefore(probes: readonly Probe[], prefix: string): Promise<void> {
  for (const [at, probe] of probes.entries()) await send(probe, `before-${prefix}-${at}`, probe.times, false)
}

async function judgeSent(envoy: EnvoyProcess, state: EnvoyState, stats: Stats | null, sent: Sent, outcome: Outcome): Promise<string[]> {
  const { probe, id, sights } = sent
  const seen = await lineUp(envoy, sent)
  const ways = waysOf(evaluateProbe(state, probe, sights[0]?.localPort ?? null, id))
  outcome.requests += sights.length
  if (ways.some((way) => way.end.kind === 'unknown')) outcome.unknown += 1
  if (seen.some(({ line }) => line.failure?.includes(REFUSED_CERTIFICATE))) outcome.failed.add(REFUSED_CERTIFICATE)
  const unseen = seen.find(({ line }) => probe.sees !== undefined && (line.flags.join(',') || '-') !== probe.sees)
  // What the breakers themselves say must do as well as what is counted.
  const told = waysOf(evaluateProbe({ ...state, stats }, probe, sights[0]?.localPort ?? null, id))
  const problem =
    unseen === undefined
      ? (disagreement(ways, seen) ?? disagreement(told, seen))
      : `  seen: ${unseen.line.flags.join(',')} ${unseen.line.details}`
  return problem === null ? [] : [`${JSON.stringify(probe)}\n${problem}`]
}

/** Puts all configurations into one Envoy, makes every probe's requests, and compares each with lib/envoy's answer on that Envoy's own dump. */
export async function runBatch(binary: string, builders: readonly ((slot: Slot) => Built)[]): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hopscope-oracle-'))
  const built = builders.map((build, index) => build(slotOf(index, folder)))
  const outcome: Outcome = { requests: 0, unknown: 0, failed: new Set(), disagreements: built.map(() => []) }
  let envoy: EnvoyProcess | null = null
  try {
    envoy = await EnvoyProcess.start(binary, bootstrapOf(built), folder)
    await Promise.all(built.map(({ before }, index) => sendBefore(before ?? [], String(index))))
    const running = envoy
    const held = await Promise.all(built.map((one, index) => holdAll(running, one.held ?? [], index)))
    const dump = parseConfigDump(await envoy.admin('/config_dump?include_eds'))
    const clusters = parseClusters(await envoy.admin('/clusters?format=json'))
    const stats = parseStats(await envoy.admin('/stats?format=json&filter=circuit_breakers'))
    const state: EnvoyState = { dump, clusters, nowSeconds: Date.now() / 1000 }
    for (const cluster of clusters.byName.values())
      for (const host of cluster().hosts) for (const reason of host.failed) outcome.failed.add(reason)
    // Side by side, and the lines afterwards: Envoy flushes its access log only now and then.
    const sent = await Promise.all(built.map(({ probes }, index) => sendAll(state, probes, held[index] ?? [], String(index))))
    for (const [index, all] of sent.entries())
      for (const one of all)
        outcome.disagreements[index]?.push(
          ...(await judgeSent(envoy, state, built[index]?.held === undefined ? null : stats, one, outcome)),
        )
    return outcome
  } finally {
    await envoy?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
