import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hitsOf } from '@/components/netfilter/hits'
import { type FlowRow, flowRows } from '@/components/netfilter/rows'
import { openRecording } from '@/lib/recording/open'
import { outlineAt } from '@/server/netfilter/outline'
import { requestAnswer } from '@/server/walk/request'

const opened = openRecording(new Uint8Array(readFileSync(resolve('recordings/nginx-nodeport.zip'))), 'nginx-nodeport.zip')
if (!opened.ok) throw new Error(opened.problem.message)
const recording = opened.value
const request = recording.requests.find(({ key }) => key.includes('other-node')) ?? recording.requests[0]
if (!request) throw new Error('no request')
const { walk } = requestAnswer(recording, request, request.sent.at)
const hits = hitsOf(walk, [])
const netns = hits.namespaces[0] ?? ''
const dump = outlineAt(recording, netns, 0, undefined).dumps[0]
if (!dump) throw new Error('no dump')
const chains = (rows: readonly FlowRow[]) => rows.flatMap((row) => (row.type === 'chain' ? [row] : []))

describe('the flow of a namespace', () => {
  it('shows what the question met in the kernel’s order, and counts the rest', () => {
    const visit = hits.visitsOf(netns)[0] ?? null
    const rows = flowRows({ dump, visit, open: new Set() })
    const walked = walk.steps.filter((step) => step.netns === netns && step.hook === 'PREROUTING' && step.kind === 'rule')
    const prerouting = chains(rows).filter(({ hook, matched }) => hook === 'PREROUTING' && (matched?.length ?? 0) > 0)
    expect(prerouting.map(({ chain }) => chain.name)).toEqual([...new Set(walked.map(({ chain }) => chain))])
    const more = rows.find((row) => row.type === 'more' && row.hook === 'PREROUTING')
    const all = chains(flowRows({ dump, visit, open: new Set(['PREROUTING']) })).filter(({ hook }) => hook === 'PREROUTING')
    expect(more).toMatchObject({ count: all.filter(({ matched, depth }) => matched === null && depth > 0).length })
    expect(rows[0]).toMatchObject({ type: 'packet', way: 'in' })
    expect(rows.at(-1)).toMatchObject({ type: 'packet', way: 'out' })
  })

  it('names each chain once in a hook’s table, whoever calls it', () => {
    const keys = chains(flowRows({ dump, visit: null, open: new Set() })).map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.length).toBeGreaterThan(30)
  })

  it('numbers the steps as the picture does', () => {
    const first = walk.steps.find((step) => step.netns === netns && step.kind === 'rule')
    expect(first && hits.idOf.get(first)).toBeUndefined()
    const ids = walk.steps.flatMap((step) => hits.idOf.get(step) ?? [])
    expect(ids[0]).toBe('1')
    expect(new Set(ids).size).toBeGreaterThan(10)
  })

  it('gives each chain that was called a number of its own', () => {
    for (const each of recording.requests) {
      const answer = requestAnswer(recording, each, each.sent.at)
      const { namespaces, visitsOf, idOf } = hitsOf(answer.walk, [])
      const firsts = namespaces.flatMap((name) =>
        visitsOf(name).flatMap(({ hooks }) =>
          [...hooks.values()]
            .flat()
            .flatMap(({ passes }) => passes.flatMap(({ depth, steps: [first] }) => (depth > 0 && first ? [first] : []))),
        ),
      )
      const ids = firsts.flatMap((step) => idOf.get(step) ?? [])
      expect(new Set(ids).size, each.key).toBe(ids.length)
    }
  })
})
