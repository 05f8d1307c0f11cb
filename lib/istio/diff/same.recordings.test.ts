import { describe, expect, it } from 'vitest'
import { canonical } from '@/lib/istio/diff/canonical'
import { contentKey } from '@/lib/istio/diff/compare'
import { diffTypes, dumpSection } from '@/lib/istio/diff/dump'
import { lineCount } from '@/lib/istio/diff/line-count'
import { printMessage } from '@/lib/istio/diff/print'
import { sameMessage } from '@/lib/istio/diff/same'
import type { Json } from '@/lib/istio/json'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'

/** istiod's and Envoy's form of each resource of a recording. */
function pairs(name: string): [Json, Json][] {
  const recording = recordingNamed(name)
  const read = (entry: string): Json => JSON.parse(recording.text(entry) ?? 'null')
  return recording.entries().flatMap((entry) => {
    const [, pod, namespace] = /^istiod\/[^/]+\/config_dump\/(.+)\.([^.]+)\.json$/.exec(entry) ?? []
    const envoy = `pods/${namespace}.${pod}/envoy/config_dump.json`
    if (pod === undefined || recording.size(envoy) === null) return []
    const [sent, active] = [read(entry), read(envoy)]
    return diffTypes.flatMap((type) => {
      const others = new Map(dumpSection(active, type)?.resources.map((one) => [one.name, one.wrapper]))
      return (dumpSection(sent, type)?.resources ?? []).flatMap((one): [Json, Json][] => {
        const other = others.get(one.name)
        return other ? [[one.wrapper, other]] : []
      })
    })
  })
}

describe('the quick look at two messages', () => {
  it.each(recordingNames().filter((name) => name !== 'scale-1000'))('says of %s what their canonical forms say', (name) => {
    for (const [a, b] of pairs(name)) {
      expect(sameMessage(a, b)).toBe(contentKey(canonical(a)) === contentKey(canonical(b)))
      for (const one of [a, b]) expect(lineCount(one)).toBe(printMessage(canonical(one)).split('\n').length)
    }
  })

  it('tells spelling from data, and a missing field from another one', () => {
    expect(sameMessage({ max_age: 1, name: 'x' }, { name: 'x', maxAge: 1 })).toBe(true)
    expect(sameMessage({ max_age: 1 }, { maxAge: 2 })).toBe(false)
    expect(sameMessage({ max_age: 1, a: 1 }, { maxAge: 1, b: 1 })).toBe(false)
    expect(sameMessage({ a: 1 }, { a: 1, b: 1 })).toBe(false)
    expect(sameMessage({ filter_metadata: { x: { a_b: 1 } } }, { filterMetadata: { x: { aB: 1 } } })).toBe(false)
    expect(sameMessage({ list: [{ a_b: 1 }] }, { list: [{ aB: 1 }] })).toBe(true)
    expect(sameMessage(JSON.parse('{"__proto__": {"a": 1}}'), JSON.parse('{"__proto__": {"a": 2}}'))).toBe(false)
    const deep = (): Json => JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)
    expect(sameMessage(deep(), deep())).toBe(false)
  })
})
