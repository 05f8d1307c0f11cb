import { existsSync } from 'node:fs'
import path from 'node:path'
import { root } from '../scripts/setup/project.mjs'
import { startServer } from './server.mjs'

/** No other answer, and no event stream, may wait for longer. */
const GOAL_MS = 50

const json = async (address) => {
  const answer = await fetch(address)
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`)
  return answer.json()
}

export function addressOf(path, query) {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) for (const each of [value].flat()) if (each != null) search.append(name, each)
  return `/api/${path}?${search}`
}

/** What a tab asks of a recording, the first of each kind with nothing read yet. */
export async function questions(base, { name, requests }) {
  const [request] = requests
  const { proxies } = await json(base + addressOf('proxies', { recording: name }))
  const proxy = (proxies.find(({ connected }) => connected) ?? proxies[0])?.id
  const walk = request && {
    from: request.from,
    url: request.url,
    host: request.host,
    container: request.container,
    method: request.method,
    header: Object.entries(request.headers).map(([key, value]) => `${key}:${value}`),
    at: request.at,
  }
  return [
    ...(walk ? [['walk', { ...walk, recording: name }]] : []),
    ['overview', { recording: name }],
    ['strips', { recording: name }],
    ['choices', { recording: name }],
    ...(proxy ? [['diff', { recording: name, proxy, type: 'clusters' }]] : []),
  ]
}

export async function worst(server, work) {
  await server.probe('reset')
  const start = performance.now()
  await work()
  const took = performance.now() - start
  return { ...(await server.probe('read')), took }
}

/** How long the event loop of the server is held up while heavy questions are asked of the largest recording, each on a server that has read nothing. */
export async function eventLoop() {
  const shared = path.join(root, '../shared/recordings')
  const env = existsSync(shared) ? { HOPSCOPE_RECORDINGS: shared } : {}
  const rows = []
  const first = await startServer(env)
  let asked = []
  let largest = null
  try {
    const listed = await worst(first, () => json(`${first.base}/api/recordings`))
    rows.push(row('list of all recordings', listed, 'nothing opened yet'))
    const { recordings } = await json(`${first.base}/api/recordings`)
    largest = recordings.find(({ name }) => name === 'scale-1000') ?? recordings[0]
    asked = await questions(first.base, largest)
  } finally {
    first.stop()
  }
  for (const [kind, query] of asked) {
    const server = await startServer(env)
    try {
      await json(`${server.base}/api/recordings`)
      rows.push(row(kind, await worst(server, () => json(server.base + addressOf(kind, query))), `${largest.name}, nothing read yet`))
    } finally {
      server.stop()
    }
  }
  return rows
}

const row = (what, { delay, work, took }, detail) => ({
  what: `event loop, longest piece of work: ${what}`,
  value: work,
  unit: ' ms',
  goal: GOAL_MS,
  detail: `${detail}; longest delay ${delay.toFixed(0)} ms (with waiting for a core), answered after ${took.toFixed(0)} ms`,
})

/** Memory of the server after every recording that it ships was opened in turn, twice: the second round must not add to the first. */
export async function memory() {
  const server = await startServer()
  try {
    const { recordings } = await json(`${server.base}/api/recordings`)
    const rounds = []
    for (let round = 0; round < 2; round++) {
      for (const { name } of recordings) await json(server.base + addressOf('overview', { recording: name }))
      for (const { name } of recordings) await json(server.base + addressOf('strips', { recording: name }))
      rounds.push((await server.probe('read')).rss / 1024 ** 2)
    }
    const [first, second] = rounds
    const detail = `${recordings.length} recordings; ${first.toFixed(0)} MB after one round, ${second.toFixed(0)} MB after two`
    return [{ what: 'memory after all shipped recordings, twice', value: second, unit: ' MB', goal: 1200, detail }]
  } finally {
    server.stop()
  }
}
