import type { Entries, Entry } from '@/lib/api/entries'
import type { Question } from '@/lib/api/question'
import { stripOf } from '@/lib/path/strip'
import type { Recording } from '@/lib/recording/recording'
import { canEnterElsewhere, type EntryNode, enterAt, enteredAt, entryOf } from '@/lib/walk/entry'
import { questionOfRequest } from '@/server/walk/request'
import { inTurns } from '@/server/walk/turns'
import { walkAt } from '@/server/walk/walks'

/** Nodes that are walked for one question: more rows than a person compares. */
const MAX_ENTRIES = 12

/** The same request at every node, each with its own walk in one row; the node that was asked is among them, in the source's order. */
export async function entriesOf(recording: Recording, question: Question): Promise<Entries> {
  const { nodes } = recording.scenario
  const here = enteredAt(walkAt(recording, question), nodes)
  if (!here || !canEnterElsewhere(question)) return { entries: [], leftOut: 0 }
  const others = nodes.filter((node) => node !== here).slice(0, MAX_ENTRIES - 1)
  const shown = nodes.filter((node) => node === here || others.includes(node))
  const entries = await inTurns(shown, (node): Entry => {
    const asked = node === here ? question : { ...question, ...enterAt(question, node) }
    return {
      node: node.name,
      ip: node.ip,
      here: node === here,
      question: asked,
      strip: stripOf(walkAt(recording, asked)),
      request: recordedAt(recording, asked, node),
    }
  })
  return { entries, leftOut: nodes.length - shown.length }
}

/** The recorded request that asked the same of this node. */
function recordedAt(recording: Recording, asked: Question, node: EntryNode): string | null {
  const { nodes } = recording.scenario
  const wanted = JSON.stringify({ ...asked, ...enterAt(asked, node), at: 0 })
  const found = recording.requests.find((request) => {
    const question = questionOfRequest(request, 0)
    return entryOf(question.url, nodes) === node && JSON.stringify({ ...question, ...enterAt(question, node) }) === wanted
  })
  return found?.id ?? null
}
