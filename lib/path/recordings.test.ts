import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Question } from '@/lib/api/question'
import type { Step, Walk } from '@/lib/api/step'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import type { Mesh } from '@/lib/mesh/model'
import { layoutWalk } from '@/lib/path/layout'
import type { Layout, LayoutOptions } from '@/lib/path/model'
import { tell } from '@/lib/path/story'
import { crossings, furnished, overlaps, pageFaults } from '@/lib/path/testing/faults'
import { openRecording } from '@/lib/recording/open'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import { canEnterElsewhere, type EntryNode, enterAt, enteredAt } from '@/lib/walk/entry'
import { walk, walkPastRefusal } from '@/lib/walk/walk'

/** Windows without header, question bar and answer strip; the panel is docked only in the widest one, and narrow ones show one frame a screen. */
const windows = {
  '1440x900': { width: 1440 - 348, height: 900 - 134, set: 'wide' },
  '1024x768': { width: 1024, height: 768 - 134, set: 'narrow' },
  '768x1024': { width: 768, height: 1024 - 270, set: 'page' },
  '390x844': { width: 390, height: 844 - 270, set: 'page' },
} as const

const folder = ['../shared/recordings', 'recordings'].find(existsSync) ?? 'recordings'
const zips = readdirSync(folder).filter((file) => file.endsWith('.zip'))

/** Counter rows of the real cluster make a walk long; every fork is followed in each of its first ways. */
const followed = [[], [1], [2], [0, 1]]

const base = { way: 'both', open: new Set<string>(), selected: null, outcome: null, places: new Map() } satisfies Partial<LayoutOptions>

function problems(layout: Layout, steps: Step[]): string[] {
  const shown = [
    ...layout.cards.filter((c) => c.look !== 'outcome' || c.choices?.[0]?.chosen).flatMap((c) => c.steps),
    ...layout.hooks.flatMap((h) => h.steps),
  ]
  const count = new Map<Step, number>()
  for (const step of shown) count.set(step, (count.get(step) ?? 0) + 1)
  const rules = steps.filter((s) => s.kind === 'rule')
  const client = new Set(layout.client?.steps ?? [])
  const marked = new Set(
    [...layout.hooks, ...layout.cards, ...layout.frames, ...(layout.client ? [layout.client] : [])].flatMap((m) => m.stages ?? []),
  )
  const stages = new Set(shown.flatMap((s) => s.no ?? []))
  return [
    ...[...stages].filter((no) => !marked.has(no)).map((no) => `note (${no}) stands nowhere`),
    ...overlaps(layout),
    ...crossings(layout),
    ...rules.filter((s) => count.get(s) !== 1 && !client.has(s)).map((s) => `${s.netns} ${s.rule} stands on ${count.get(s) ?? 0} cards`),
  ]
}

/** The first node at which the same request is delivered, when it is stopped at its own. */
function further(mesh: Mesh, question: Question, answer: Walk, nodes: readonly EntryNode[]) {
  const here = enteredAt(answer, nodes)
  if (!here || ['delivered', 'random', 'unknown'].includes(answer.verdict.kind) || !canEnterElsewhere(question)) return null
  for (const node of nodes) {
    const there = node === here ? answer : walk(mesh, { ...question, ...enterAt(question, node) })
    if (there.verdict.kind === 'delivered') return { node: node.name, walk: there }
  }
  return null
}

describe.each(zips)('%s', (zip) => {
  const opened = openRecording(new Uint8Array(readFileSync(`${folder}/${zip}`)), zip)
  if (!opened.ok) throw new Error(opened.problem.message)
  const recording = opened.value
  const facts = factsOfRecording(recording)

  it.each(Object.entries(windows))('every walk of it is drawn without overlaps at %s', (_, window) => {
    const wrong: string[] = []
    let drawn = 0
    let mapped = 0
    for (const { sent } of recording.requests) {
      const mesh = buildMesh(recording.snapshotAt(sent.at), facts)
      const question = questionOfRequest({ sent })
      const answer: Walk = walk(mesh, question)
      for (const follow of followed) {
        for (const way of ['both', 'request'] as const) {
          const layout = layoutWalk(answer, { ...base, ...window, follow, way })
          drawn += 1
          for (const problem of problems(layout, tell(answer, follow).steps)) wrong.push(`${sent.id} [${follow.join()}] ${problem}`)
          if (window.set === 'page')
            for (const fault of pageFaults(layout, window.width)) wrong.push(`${sent.id} [${follow.join()}] ${fault}`)
          for (const sheet of [0, 88]) {
            const { covered, maps } = furnished(layout, window.width, window.height - sheet)
            for (const problem of covered) wrong.push(`${sent.id} [${follow.join()}] ${problem}`)
            mapped += maps
          }
        }
      }
      const past = walkPastRefusal(mesh, question, answer)
      const elsewhere = past ? { node: null, walk: past } : further(mesh, question, answer, facts.nodes)
      if (!elsewhere) continue
      const stopped = layoutWalk(answer, { ...base, ...window, way: 'both', follow: [], beyond: elsewhere, entries: facts.nodes.length })
      for (const problem of problems(stopped, tell(answer, []).steps)) wrong.push(`${sent.id} beyond ${problem}`)
      for (const problem of furnished(stopped, window.width, window.height).covered) wrong.push(`${sent.id} beyond ${problem}`)
      if (window.set === 'page') for (const fault of pageFaults(stopped, window.width)) wrong.push(`${sent.id} beyond ${fault}`)
      if (!stopped.beyond?.door) wrong.push(`${sent.id} shows nothing of what follows at ${elsewhere.node ?? 'the filter'}`)
    }
    expect(wrong.slice(0, 20)).toEqual([])
    if (window.set !== 'page') expect(mapped).toBeGreaterThan(0)
    expect(drawn).toBe(recording.requests.length * followed.length * 2)
  })
})
