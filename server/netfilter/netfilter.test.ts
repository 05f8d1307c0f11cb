import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { chainSchema, connectionsSchema, netfilterSearchSchema, outlineSchema } from '@/lib/api/netfilter-view'
import { chainsOf } from '@/lib/api/outline-columns'
import { openRecording } from '@/lib/recording/open'
import { chainAt } from '@/server/netfilter/chain'
import { connectionsAt } from '@/server/netfilter/connections'
import { outlineAt } from '@/server/netfilter/outline'
import { searchRules } from '@/server/netfilter/search'

const opened = openRecording(new Uint8Array(readFileSync(resolve('recordings/nginx-nodeport.zip'))), 'nginx-nodeport.zip')
if (!opened.ok) throw new Error(opened.problem.message)
const recording = opened.value
const node = recording.scenario.nodes[0]?.name ?? ''
const entry = `nodes/${node}/iptables-save.txt`
const dumped = recording.snapshotAt(0).read(entry)?.text.split('\n') ?? []

describe('the outline of a namespace', () => {
  const outline = outlineSchema.parse(outlineAt(recording, node, 0, undefined))

  it('has every chain and counts every rule of the dump', () => {
    const dump = outline.dumps.find((one) => one.entry === entry)
    expect(dump?.rules).toBe(dumped.filter((line) => /^(\[\d+:\d+\] )?-A /.test(line)).length)
    expect(dump?.tables.flatMap(({ chains }) => chains).length).toBe(dumped.filter((line) => line.startsWith(':')).length)
    expect(dump?.live).toBe(true)
  })

  it('says as columns the same', () => {
    const columns = outlineSchema.parse(JSON.parse(JSON.stringify(outlineAt(recording, node, 20_000, 0, 'columns'))))
    const objects = outlineSchema.parse(JSON.parse(JSON.stringify(outlineAt(recording, node, 20_000, 0))))
    expect(columns.dumps.flatMap(({ tables }) => tables.map((table) => table.columns && chainsOf(table.columns)))).toEqual(
      objects.dumps.flatMap(({ tables }) => tables.map(({ chains }) => chains)),
    )
    expect(JSON.stringify(columns).length).toBeLessThan(JSON.stringify(objects).length / 2)
  })

  it('counts for a chain what its callers counted', () => {
    const chains = outline.dumps[0]?.tables.find(({ name }) => name === 'nat')?.chains ?? []
    const called = chains.find(({ callers, policy }) => policy === null && callers.length > 1)
    const sum = dumped
      .filter((line) => line.endsWith(`-j ${called?.name}`))
      .reduce((packets, line) => packets + Number(/^\[(\d+):/.exec(line)?.[1]), 0)
    expect(called?.counter?.packets).toBe(sum)
  })
})

describe('a namespace of which nft’s list alone was read', () => {
  const files = Object.entries(unzipSync(new Uint8Array(readFileSync(resolve('recordings/nginx-nodeport.zip'))))).filter(
    ([path]) => !path.endsWith('/iptables-save.txt'),
  )
  const bare = openRecording(zipSync(Object.fromEntries(files), { level: 0 }), 'bare.zip')

  it('shows its tables, those of iptables too, with all their rules', () => {
    if (!bare.ok) throw new Error(bare.problem.message)
    const [dump] = outlineSchema.parse(outlineAt(bare.value, node, 0, undefined)).dumps
    const listed = JSON.parse(bare.value.snapshotAt(0).read(`nodes/${node}/nft.json`)?.text ?? '')
    const own = listed.nftables.filter((one: { rule?: { family: string } }) => one.rule && one.rule.family !== 'ip6')
    expect(dump?.rules).toBe(own.length)
    expect(own.length).toBeGreaterThan(0)
    expect(dump?.live).toBe(true)
    const { rules } = chainAt(bare.value, { netns: node, at: 0, entry: dump?.entry ?? '', table: 'ip nat', chain: 'KUBE-SERVICES' })
    expect(rules.some(({ says }) => says.what.key === 'say.jump')).toBe(true)
  })
})

describe('a chain', () => {
  it('has its rules as iptables-save prints them, and in words', () => {
    const answer = chainSchema.parse(chainAt(recording, { netns: node, at: 0, entry, table: 'nat', chain: 'KUBE-SERVICES' }))
    expect(answer.rules.map(({ rule }) => rule)).toEqual(
      dumped
        .flatMap((line) => /^\[\d+:\d+\] (-A KUBE-SERVICES .*)$/.exec(line)?.[1] ?? [])
        .filter((rule) => answer.rules.some((one) => one.rule === rule)),
    )
    expect(answer.rules.some(({ says }) => says.what.key === 'say.servicePort')).toBe(true)
    expect(answer.callers).toContain('PREROUTING')
  })

  it('says what a recorded request moved', () => {
    const moved = recording.requests.some(({ sent, endsAt }) => {
      const { rules } = chainAt(recording, { netns: node, at: endsAt, since: sent.at, entry, table: 'nat', chain: 'KUBE-SERVICES' })
      return rules.some(({ change }) => (change?.packets ?? 0) > 0)
    })
    expect(moved).toBe(true)
  })

  it('is a 404 when it is not there, naming what is missing', () => {
    const ask = (over: Partial<Parameters<typeof chainAt>[1]>) => () =>
      chainAt(recording, { netns: node, at: 0, entry, table: 'nat', chain: 'KUBE-SERVICES', ...over })
    expect(ask({ chain: 'NOPE' })).toThrow('no chain “NOPE”')
    expect(ask({ entry: 'nodes/x/iptables-save.txt' })).toThrow('no dump')
    expect(ask({ netns: 'nowhere' })).toThrow('nowhere')
  })
})

describe('the search', () => {
  it('finds exactly the rules that hold every word', () => {
    const port = /--dport (\d+)/.exec(dumped.join('\n'))?.[1] ?? ''
    const found = netfilterSearchSchema.parse(searchRules(recording, { netns: node, at: 0, entry, q: `${port} KUBE-` }))
    const expected = dumped.filter(
      (line) => / -A |^-A /.test(line) && line.includes(port) && line.replace(/^\[[^\]]*\] /, '').includes('KUBE-'),
    )
    expect(found.total).toBeGreaterThan(0)
    expect(found.total).toBeLessThanOrEqual(expected.length)
    expect(found.hits.every(({ rule }) => rule.includes(port) && rule.includes('KUBE-'))).toBe(true)
  })

  it('finds nothing for what is nowhere', () => {
    expect(searchRules(recording, { netns: node, at: 0, entry, q: 'no-such-word' })).toEqual({ total: 0, hits: [] })
  })
})

describe('the connections of a namespace', () => {
  const conntrack = recording.snapshotAt(0).read(`nodes/${node}/conntrack.txt`)?.text.trim().split('\n') ?? []

  it('lists every entry, those of the flow first', () => {
    const all = connectionsSchema.parse(connectionsAt(recording, { netns: node, at: 0, flow: [] }))
    expect(all.tracked.total).toBe(conntrack.length)
    const last = all.tracked.rows.at(-1)
    if (!last) throw new Error('nothing is tracked')
    const flow = [`${last.original.dst}:${last.original.dport}`]
    const asked = connectionsAt(recording, { netns: node, at: 0, flow })
    expect(asked.tracked.rows[0]).toMatchObject({ flow: true })
    expect(
      asked.tracked.rows
        .filter((row) => row.flow)
        .every(({ original, reply }) => [`${original.dst}:${original.dport}`, `${reply.src}:${reply.sport}`].includes(flow[0] ?? '')),
    ).toBe(true)
  })

  it('has those of a request that was just answered in front', () => {
    const request = recording.requests.find(({ after }) => after.some(({ netns, file }) => netns === node && file === 'conntrack.txt'))
    if (!request) throw new Error('no request has connections here')
    const { tracked } = connectionsAt(recording, { netns: node, at: request.endsAt, flow: [] })
    expect(tracked.rows[0]).toMatchObject({ flow: true })
    expect(tracked.total).toBeGreaterThan(conntrack.length)
  })

  it('names the process and user of a socket', () => {
    const { sockets } = connectionsAt(recording, { netns: node, at: 0, flow: [] })
    expect(sockets.rows.some(({ process, pid, uid }) => process !== null && pid !== null && uid !== null)).toBe(true)
  })
})

describe.skipIf(!existsSync('../shared/recordings/nft-nodeport.zip'))('native tables of nftables', () => {
  const native = openRecording(new Uint8Array(readFileSync('../shared/recordings/nft-nodeport.zip')), 'nft-nodeport.zip')
  if (!native.ok) throw new Error(native.problem.message)
  const name = native.value.scenario.nodes[0]?.name ?? ''

  it('stand beside those of iptables, with the hook and priority of their base chains', () => {
    const { dumps } = outlineSchema.parse(outlineAt(native.value, name, 0, undefined))
    const table = dumps[0]?.tables.find((one) => one.native && one.name === 'ip kube-proxy')
    const prerouting = table?.chains.filter(({ base }) => base?.hook === 'PREROUTING')
    expect(prerouting?.length).toBeGreaterThan(0)
    expect(table?.chains.some(({ callers }) => callers.length > 0)).toBe(true)
  })

  it('have their rules as nft prints them', () => {
    const { dumps } = outlineAt(native.value, name, 0, undefined)
    const table = dumps[0]?.tables.find((one) => one.native)
    const chain = table?.chains.find(({ rules }) => rules > 0)
    const printed = native.value.snapshotAt(0).read(`nodes/${name}/nft.txt`)?.text ?? ''
    const answer = chainAt(native.value, {
      netns: name,
      at: 0,
      entry: dumps[0]?.entry ?? '',
      table: table?.name ?? '',
      chain: chain?.name ?? '',
    })
    expect(answer.rules.length).toBe(chain?.rules)
    const bare = printed.replaceAll(/ counter packets \d+ bytes \d+/g, '')
    for (const { rule } of answer.rules) expect(bare).toContain(rule)
  })

  it('are placed in the file that holds them: nft’s text by its lines, its JSON by pointers where that alone was recorded', () => {
    const bytes = new Uint8Array(readFileSync('../shared/recordings/nft-nodeport.zip'))
    const files = Object.entries(unzipSync(bytes)).filter(([path]) => !path.endsWith('/nft.txt'))
    const bare = openRecording(zipSync(Object.fromEntries(files), { level: 0 }), 'bare.zip')
    if (!bare.ok) throw new Error(bare.problem.message)
    const ask = (from: typeof native.value) => {
      const { dumps } = outlineAt(from, name, 0, undefined)
      const table = dumps[0]?.tables.find((one) => one.native)
      const chain = table?.chains.find(({ rules }) => rules > 0)?.name ?? ''
      return chainSchema.parse(chainAt(from, { netns: name, at: 0, entry: dumps[0]?.entry ?? '', table: table?.name ?? '', chain }))
    }
    const printed = ask(native.value)
    const lines = native.value.snapshotAt(0).read(printed.entry)?.text.split('\n') ?? []
    expect(lines[printed.line - 1]).toContain(`chain ${printed.name} {`)
    for (const { line, pointer } of printed.rules) expect([lines[line - 1]?.includes('# handle'), pointer]).toEqual([true, undefined])
    const listed = ask(bare.value)
    const json: unknown = JSON.parse(bare.value.snapshotAt(0).read(listed.entry)?.text ?? '')
    const at = (pointer = '') =>
      pointer
        .split('/')
        .slice(1)
        .reduce<unknown>((value, key) => Reflect.get(Object(value), key), json)
    expect(listed.rules.length).toBeGreaterThan(0)
    for (const { line, pointer } of listed.rules) {
      const found = at(pointer)
      expect(line).toBe(0)
      expect(JSON.stringify(found)).toContain(`"chain":"${listed.name}"`)
    }
  })
})

describe('a chain in parts', () => {
  const ask = (over: Partial<Parameters<typeof chainAt>[1]> = {}) =>
    chainAt(recording, { netns: node, at: 0, entry, table: 'nat', chain: 'KUBE-SERVICES', ...over })
  const whole = ask()

  it('gives the same rules page by page', () => {
    const pages = Array.from({ length: Math.ceil(whole.count / 3) }, (_, page) => ask({ offset: page * 3, limit: 3 }))
    expect(pages.length).toBeGreaterThan(2)
    expect(pages.flatMap(({ rules }) => rules)).toEqual(whole.rules)
    expect(new Set(pages.map(({ count, total }) => `${count} ${total}`))).toEqual(new Set([`${whole.count} ${whole.count}`]))
  })

  it('gives only the rules with the asked numbers, or those that counted something', () => {
    expect(ask({ index: [2, 4, 4000] })).toMatchObject({ count: whole.count, total: 2, rules: [{ index: 2 }, { index: 4 }] })
    const { sent, endsAt } = recording.requests.find((request) => request.sent.outcome.exit === 0) ?? {}
    const both = { at: endsAt ?? 0, since: sent?.at ?? 0 }
    const moved = ask({ ...both, show: 'moved' })
    expect(moved.rules.map(({ index }) => index)).toEqual(
      ask(both)
        .rules.filter(({ change }) => (change?.packets ?? 0) > 0)
        .map(({ index }) => index),
    )
  })
})

it('says which backend is in use, and why', () => {
  const outline = outlineAt(recording, node, 0, undefined)
  expect(outline.dumps.find((dump) => dump.entry === entry)).toMatchObject({ live: true, why: 'hint', both: false })
  expect(outline.dumps.find(({ family }) => family === 'ip6')).toMatchObject({ live: true, why: 'hint', both: false })
})
