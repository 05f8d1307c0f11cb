import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kubeCause } from '@/lib/explain/kube-comment'
import { openRecording } from '@/lib/recording/open'

const folder = ['../shared/recordings', 'recordings'].find(existsSync) ?? 'recordings'

/** Every rule of the nodes of the recordings that have Services without endpoints. */
function rules(): string[] {
  return readdirSync(folder)
    .filter((file) => /^(webpods|nginx-walk)\.zip$/.test(file))
    .flatMap((file) => {
      const opened = openRecording(new Uint8Array(readFileSync(`${folder}/${file}`)), file)
      if (!opened.ok) throw new Error(opened.problem.message)
      const { scenario } = opened.value
      return scenario.nodes.flatMap(({ name }) => opened.value.text(`nodes/${name}/iptables-save.txt`)?.split('\n') ?? [])
    })
}

describe('why kube-proxy stops packets', () => {
  it('is read from every rule that says so, and from no other', () => {
    const all = rules()
    const said = all.filter((rule) => /has no (local )?endpoints/.test(rule))
    expect(said.length).toBeGreaterThan(5)
    for (const rule of all) expect(kubeCause(rule) !== null, rule).toBe(said.includes(rule))
    expect(new Set(said.map((rule) => kubeCause(rule)?.key))).toEqual(new Set(['cause.noEndpoints', 'cause.noLocalEndpoints']))
  })
})
