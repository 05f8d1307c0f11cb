import type { Entries, Entry } from '@/lib/api/entries'
import type { Question } from '@/lib/api/question'
import type { Walk } from '@/lib/api/step'
import { stripOf } from '@/lib/path/strip'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import type { Recording } from '@/lib/recording/recording'
import { canEnterElsewhere, enterAt, enteredAt, entryOf, hostOf } from '@/lib/walk/entry'
import { type ServiceEntry, serviceEntries } from '@/lib/walk/service-entry'
import { walkPastRefusal } from '@/lib/walk/walk'
import { meshAt } from '@/server/walk/mesh-cache'
import { inTurns } from '@/server/walk/turns'
import { walkAt } from '@/server/walk/walks'

/** Entries that are walked for one question: more rows than a person compares. */
const MAX_ENTRIES = 12

type Place = Omit<ServiceEntry, 'port'> & { port: number | null; here: boolean }

/**
 * The same request at every entry, each with its own walk in one row: at each node, or at each address of the Service that was asked; the one that
 * was asked is among them. Beside them what would have followed, where a proxy's filter refused.
 */
export async function entriesOf(recording: Recording, question: Question): Promise<Entries> {
  const walk = walkAt(recording, question)
  const follows = walkPastRefusal(meshAt(recording, question.at), question, walk)
  const places = canEnterElsewhere(question) ? placesOf(recording, question, walk) : []
  if (places.length === 0) return { entries: [], leftOut: 0, follows }
  const others = places.filter(({ here }) => !here).slice(0, MAX_ENTRIES - 1)
  const shown = places.filter((place) => place.here || others.includes(place))
  const entries = await inTurns(shown, (place): Entry => {
    const { kind, name, ip, here } = place
    const asked = here ? question : { ...question, ...enterAt(question, place, place.port) }
    return {
      kind,
      node: name,
      ip,
      here,
      question: asked,
      strip: stripOf(walkAt(recording, asked)),
      request: recordedAt(recording, asked, place),
    }
  })
  return { entries, leftOut: places.length - shown.length, follows }
}

/** Nodes, when the first packet went to one; else the addresses of the Service that it went to. */
function placesOf(recording: Recording, question: Question, walk: Walk): Place[] {
  const { nodes } = recording.scenario
  const entered = enteredAt(walk, nodes)
  if (entered) return nodes.map((node) => ({ kind: 'node', name: node.name, ip: node.ip, port: null, here: node === entered }))
  const to = walk.steps.find((step) => step.packet)?.packet?.before
  if (!to) return []
  const { services } = meshAt(recording, question.at)
  return serviceEntries(services, nodes, { ip: to.dst, port: to.dport }).map((entry) => ({ ...entry, here: entry.ip === to.dst }))
}

/** The recorded request that asked the same of this address. */
function recordedAt(recording: Recording, asked: Question, place: Place): string | null {
  const { nodes } = recording.scenario
  const wanted = JSON.stringify({ ...asked, ...enterAt(asked, place), at: 0 })
  const found = recording.requests.find((request) => {
    const question = questionOfRequest(request, 0)
    const there = place.kind === 'node' ? entryOf(question.url, nodes)?.name === place.name : hostOf(question.url) === place.ip
    return there && JSON.stringify({ ...question, ...enterAt(question, place) }) === wanted
  })
  return found?.id ?? null
}
