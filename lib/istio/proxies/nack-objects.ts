import { field, isObject, type Json, listField, readJson, textField } from '@/lib/istio/json'
import type { Snapshot } from '@/lib/recording/snapshot'

/** Kinds whose fields end up in listeners, routes and clusters; the one that patches Envoy directly first. */
const KINDS = [
  'envoyfilters',
  'virtualservices',
  'gateways',
  'destinationrules',
  'serviceentries',
  'sidecars',
  'wasmplugins',
  'telemetries',
]
const MAX_OBJECTS = 3
const MAX_WORDS = 200

interface IstioObject {
  /** `EnvoyFilter default/reviews-lua` */
  ref: string
  words: Set<string>
}

/**
 * The Istio objects that hold most of the names which Envoy's refusal mentions: where to look first, not a proof. Objects with
 * fewer of the names are left out; empty when none holds one.
 */
export function nackObjects(error: string, objects: readonly IstioObject[]): string[] {
  const names = namesIn(error)
  const hits = objects.map((object) => ({ ref: object.ref, count: [...names].filter((name) => object.words.has(name)).length }))
  const most = Math.max(0, ...hits.map((hit) => hit.count))
  return most === 0 ? [] : hits.flatMap((hit) => (hit.count === most ? [hit.ref] : [])).slice(0, MAX_OBJECTS)
}

/** Names in Envoy's words: they hold a dot or a dash, so plain English does not count; a cluster's name counts with its host alone too. */
export function namesIn(error: string): Set<string> {
  const words = wordsIn(error).flatMap((word) => [word, ...word.split('|')])
  return new Set(words.filter((word) => /[a-z0-9][.-][a-z0-9]/i.test(word) && !word.startsWith('type.googleapis.com/')).slice(0, MAX_WORDS))
}

/** The words of a refusal, without quotes and what ends a sentence: a resource's name is one of them. */
export function wordsIn(error: string): string[] {
  return error.split(/[\s"'`(),;]+/).map((word) => word.replace(/[.:]+$/, ''))
}

export function istioObjects(snapshot: Snapshot): IstioObject[] {
  return KINDS.flatMap((kind) => {
    const path = snapshot.under('k8s/').find((found) => found.startsWith(`k8s/${kind}.`))
    const seen = path ? snapshot.read(path) : null
    const items = seen ? listField(readJson(seen.text, seen.entry).value ?? undefined, 'items') : []
    return items.map((item) => {
      const meta = field(item, 'metadata')
      const name = textField(meta, 'name') ?? '?'
      return {
        ref: `${textField(item, 'kind') ?? kind} ${textField(meta, 'namespace') ?? '?'}/${name}`,
        words: wordsOf(field(item, 'spec')),
      }
    })
  })
}

function wordsOf(spec: Json | undefined): Set<string> {
  const words = new Set<string>()
  const visit = (value: Json | undefined): void => {
    if (typeof value === 'string') words.add(value.replace(/^type\.googleapis\.com\//, ''))
    else if (Array.isArray(value)) value.forEach(visit)
    else if (isObject(value)) Object.values(value).forEach(visit)
  }
  visit(spec)
  return words
}
