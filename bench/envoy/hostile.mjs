import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { root } from '../../scripts/setup/project.mjs'
import { addressOf, questions, worst } from '../event-loop.mjs'
import { startServer } from '../server.mjs'

/** No other answer may wait for longer while a dump that was made to hurt is read. */
const GOAL_MS = 100
const ROUTES = 100_000
const DEPTH = 50_000
const BOMBS = 20_000

const routeConfigs = (dump) => dump.configs.flatMap((section) => section.dynamic_route_configs ?? []).map((one) => one.route_config)
const grow = (dump, count, route) => {
  const [host] = routeConfigs(dump).flatMap((config) => config.virtual_hosts ?? [])
  const cluster = host?.routes?.at(-1)?.route?.cluster
  if (cluster) host.routes.unshift(...Array.from({ length: count }, (_, n) => ({ ...route(n), route: { cluster } })))
  return JSON.stringify(dump)
}

/** What is done to every Envoy's recorded config_dump: parsed JSON in, text out. */
const hostile = {
  '100,000 routes': (dump) => grow(dump, ROUTES, (n) => ({ match: { prefix: `/never-${n}` } })),
  'regular expressions that backtrack': (dump) => grow(dump, BOMBS, (n) => ({ match: { safe_regex: { regex: `(a+)+(a|aa)*${n}$` } } })),
  'deep nesting': (dump) => {
    const deep = `${'{"a":['.repeat(DEPTH)}1${']}'.repeat(DEPTH)}`
    return JSON.stringify(dump).replace(
      '"dynamic_listeners":[',
      `"dynamic_listeners":[{"name":"deep","active_state":{"listener":{"name":"deep","filter_chains":${deep}}}},`,
    )
  },
  '__proto__ as a name': (dump) =>
    JSON.stringify(dump).replaceAll('"name":', '"__proto__":{"name":"polluted"},"constructor":{"prototype":{}},"name":'),
  'unknown types, no names': (dump) =>
    JSON.stringify(dump)
      .replaceAll(/"@type":"[^"]*filters[^"]*"/g, '"@type":"type.googleapis.com/no.such.Type"')
      .replaceAll('"name":', '"nome":'),
}

/** The shipped recording with most Envoys, and the entries of their dumps. */
function base() {
  const folder = path.join(root, 'recordings')
  const zips = readdirSync(folder)
    .filter((file) => file.endsWith('.zip'))
    .map((file) => unzipSync(readFileSync(path.join(folder, file))))
  const dumpsOf = (entries) => Object.keys(entries).filter((entry) => /^pods\/[^/]+\/envoy\/config_dump\.json$/.test(entry))
  const [entries] = zips.sort((a, b) => dumpsOf(b).length - dumpsOf(a).length)
  return { entries, dumps: dumpsOf(entries) }
}

/** The longest that anything else waits while a tab asks everything of a recording whose Envoys say what was made to hurt; no answer may be a 5xx. */
export async function hostileDumps() {
  const folder = mkdtempSync(path.join(tmpdir(), 'hopscope-bench-'))
  const { entries, dumps } = base()
  const scenario = JSON.parse(strFromU8(entries['scenario.json']))
  const rows = []
  try {
    for (const [what, spoil] of Object.entries(hostile)) {
      const own = path.join(folder, String(rows.length))
      mkdirSync(own)
      const changed = Object.fromEntries(dumps.map((entry) => [entry, strToU8(spoil(JSON.parse(strFromU8(entries[entry]))))]))
      const made = { ...entries, ...changed, 'scenario.json': strToU8(JSON.stringify({ ...scenario, name: 'hostile' })) }
      writeFileSync(path.join(own, 'hostile.zip'), zipSync(made, { level: 1 }))
      rows.push(await row(what, own))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return rows
}

async function row(what, folder) {
  const server = await startServer({ HOPSCOPE_RECORDINGS: folder })
  const statuses = []
  const ask = async (address) => {
    const answer = await fetch(server.base + address)
    statuses.push(answer.status)
    await answer.arrayBuffer()
    if (answer.status >= 500) throw new Error(`${what}: ${address} answered ${answer.status}`)
  }
  try {
    const { recordings } = await (await fetch(`${server.base}/api/recordings`)).json()
    const recording = recordings.find(({ name }) => name === 'hostile')
    const asked = await questions(server.base, recording)
    const [, diff] = asked.find(([kind]) => kind === 'diff') ?? []
    const proxy = { recording: 'hostile', proxy: diff?.proxy }
    for (const kind of ['listeners', 'routes', 'clusters', 'endpoints']) asked.push(['config', { ...proxy, kind }])
    asked.push(['config/search', { ...proxy, q: 'never-99 prefix' }], ['config/lines', { ...proxy, kind: 'routes', lines: '0-100' }])
    const { delay, work, took } = await worst(server, async () => {
      for (const [kind, query] of asked) await ask(addressOf(kind, query))
    })
    return {
      what: `event loop while a hostile dump is read: ${what}`,
      value: work,
      unit: ' ms',
      goal: GOAL_MS,
      detail: `longest delay ${delay.toFixed(0)} ms (with waiting for a core); ${statuses.length} answers in ${took.toFixed(0)} ms, ${statuses.filter((status) => status !== 200).length} of them say what is wrong`,
    }
  } finally {
    server.stop()
  }
}
