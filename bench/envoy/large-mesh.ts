import { dumpModel } from '@/bench/dump-model'
import { meshDump } from '@/bench/envoy/mesh-dump'
import { heldMb } from '@/bench/heap'
import { recordings } from '@/bench/recordings'
import { median, medians, processorMs, type Row } from '@/bench/stopwatch'
import { compareConfig } from '@/lib/istio/diff/compare'
import { diffTypes } from '@/lib/istio/diff/dump'
import { field, type Json, listField } from '@/lib/istio/json'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import type { Recording } from '@/lib/recording/recording'
import type { Snapshot } from '@/lib/recording/snapshot'
import { walk } from '@/lib/walk/walk'
import { diffResourcesAt, diffUnifiedAt } from '@/server/proxies/diff'

const SERVICES = 1000
const ROUNDS = 7
const WALKS = 200

/** The recording whose Envoys have most, and its proxy (folder of the pod) that sends a recorded request. */
function largest(): { recording: Recording; folder: string } {
  const dumps = recordings().flatMap((recording) =>
    recording.requests.flatMap(({ sent }) => {
      const folder = `pods/${sent.from}`
      const size = recording.size(`${folder}/envoy/config_dump.json`)
      return size ? [{ recording, folder, size }] : []
    }),
  )
  const [first] = dumps.sort((a, b) => b.size - a.size)
  if (!first) throw new Error('No recording has a request from a pod with an Envoy.')
  return first
}

/** The recording at a moment, but for the text of one file. */
function withText(snapshot: Snapshot, path: string, text: string): Snapshot {
  const seen = snapshot.read(path)
  if (!seen) throw new Error(`${path} was not recorded.`)
  const grown = { ...seen, text }
  return { ...snapshot, read: (asked) => (asked === path ? grown : snapshot.read(asked)) }
}

/** A config_dump of twice the largest recorded mesh: reading it, what it holds, a walk through it, and comparing it with istiod's. */
export async function largeMesh(): Promise<Row[]> {
  const { recording, folder } = largest()
  const path = `${folder}/envoy/config_dump.json`
  const recorded = recording.text(path) ?? ''
  const text = meshDump(JSON.parse(recorded), SERVICES)
  const size = `${listField(sections(JSON.parse(text), 'ClustersConfigDump'), 'dynamic_active_clusters').length} clusters, ${(text.length / 1e6).toFixed(1)} MB`
  return [...reading(text, size), await walking(recording, path, text, size), await comparing(text, size), ...(await endToEnd(recording))]
}

const sections = (dump: Json, name: string) => listField(dump, 'configs').find((one) => String(field(one, '@type')).endsWith(`.${name}`))

function reading(text: string, size: string): Row[] {
  const { first, second } = medians(text, dumpModel, JSON.parse, ROUNDS)
  const start = heldMb()
  let kept: unknown = JSON.parse(text)
  const plain = heldMb() - start
  kept = dumpModel(text)
  const read = heldMb() - start
  if (kept === null) throw new Error('It was not kept.')
  return [
    {
      what: 'config_dump of a large mesh → model, against JSON.parse',
      value: first / second,
      unit: '×',
      goal: 1.5,
      detail: `${first.toFixed(0)} ms against ${second.toFixed(0)} ms (${size})`,
    },
    {
      what: 'heap of that model, against what JSON.parse holds',
      value: read / plain,
      unit: '×',
      goal: 2,
      detail: `${read.toFixed(0)} MB against ${plain.toFixed(0)} MB`,
    },
  ]
}

async function walking(recording: Recording, path: string, text: string, size: string): Promise<Row> {
  const request = recording.requests.find(({ sent }) => path.startsWith(`pods/${sent.from}/`))
  if (!request) throw new Error('Nobody sends a request from there.')
  const question = questionOfRequest(request)
  const mesh = buildMesh(withText(recording.snapshotAt(question.at), path, text), factsOfRecording(recording))
  const first = await processorMs(() => walk(mesh, question))
  const times: number[] = []
  for (let round = 0; round < WALKS; round++) times.push(await processorMs(() => walk(mesh, question)))
  const detail = `in the processor's time; the first ${first.toFixed(0)} ms, with reading it (${size})`
  return { what: 'walk through that Envoy once it is read, median', value: median(times), unit: ' ms', goal: 2, detail }
}

/** istiod's side has a few resources that Envoy's lacks, as when a push is refused. */
async function comparing(text: string, size: string): Promise<Row> {
  const other = JSON.parse(text) as Json
  listField(sections(other, 'ClustersConfigDump'), 'dynamic_active_clusters').splice(100, 5)
  const sent = JSON.stringify(other, null, 1)
  const [ours, parse]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round++) {
    let dumps: [Json, Json] = [null, null]
    const parsed = await processorMs(() => {
      dumps = [JSON.parse(sent), JSON.parse(text)]
    })
    const compared = await processorMs(() => diffTypes.map((type) => compareConfig(...dumps, type).diff?.unified))
    parse.push(parsed)
    ours.push(parsed + compared)
  }
  const [first, second] = [median(ours), median(parse)]
  const detail = `${first.toFixed(0)} ms, parsing included, against ${second.toFixed(0)} ms of the processor's time (2 × ${size}; clusters, listeners and routes)`
  return { what: 'comparison of two such dumps, against JSON.parse of both', value: first / second, unit: '×', goal: 3, detail }
}

/** Of a recording that holds how long istioctl took: the comparison of each of its proxies as the server makes it, all three types, from the zip's entries on. */
async function endToEnd(recording: Recording): Promise<Row[]> {
  const timed: { ours: number; theirs: number }[] = []
  for (const entry of recording.entries()) {
    const proxy = /^versions\/proxy-diff\/(.+)\.seconds$/.exec(entry)?.[1]
    if (proxy === undefined) continue
    const ours = await processorMs(async () => {
      for (const type of diffTypes) {
        await diffResourcesAt(recording, { at: 0, proxy, type })
        await diffUnifiedAt(recording, { at: 0, proxy, type })
      }
    })
    timed.push({ ours: ours / 1000, theirs: Number(recording.text(entry)) })
  }
  const worst = timed.sort((a, b) => b.ours / b.theirs - a.ours / a.theirs)[0]
  if (!worst) return []
  const detail = `${worst.ours.toFixed(2)} s of the processor's time against ${worst.theirs.toFixed(2)} s, the slowest of ${timed.length} (${recording.name})`
  return [{ what: 'comparison of a proxy end to end, against istioctl', value: worst.ours / worst.theirs, unit: '×', goal: 0.1, detail }]
}
