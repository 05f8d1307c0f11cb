import type { ComputedRules } from '@/lib/mesh/computed/model'
import { foreignRules } from '@/lib/mesh/foreign-rules'
import type { Origin } from '@/lib/mesh/origin'
import { parsedOnce } from '@/lib/mesh/parsed'
import type { IpVersion } from '@/lib/netfilter/family'
import type { HookEvent } from '@/lib/netfilter/model'
import { NamespaceRules } from '@/lib/netfilter/namespace-rules'
import { isNative } from '@/lib/netfilter/nft/model'
import { parseRuleTexts } from '@/lib/netfilter/nft/parse/rule-texts'
import { type NftRuleset, parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import type { DumpProblem } from '@/lib/netfilter/parse/dump'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import type { Observation, Snapshot } from '@/lib/recording/snapshot'

/** Where something was seen, and the line or the JSON pointer there. */
export interface Place extends Origin {
  line?: number
  pointer?: string
}

/** Every rule set that the packets of a namespace meet, and where each was seen. */
export interface SeenRules {
  rules: NamespaceRules
  /** Where they were read, those that hold rules first. */
  origins: readonly Origin[]
  /** Where native tables were read: nft's text, or its JSON alone; null: they were not. */
  listed: Origin | null
  /** Where the rule, or the chain, of an event stands. */
  placesOf(event: Pick<HookEvent, 'from' | 'rule' | 'line'>): readonly Place[]
  /** Native rules were seen and cannot be evaluated: nft's list is broken (`message`), or only its text was read (null). */
  unreadable: { message: string | null; tables: readonly string[]; origin: Origin } | null
  /** A dump of iptables by which rules may be lost: what is left of it is not evaluated. */
  damaged: { problem: DumpProblem; origin: Origin } | null
  /** They were computed, not seen. */
  computed?: true
}

const originOf = ({ entry, at }: Observation): Origin => ({ entry, at })

const saved = parsedOnce((observation) => {
  const { ruleset, damage } = parseIptablesSave(observation.text)
  return { ruleset, damage, origin: originOf(observation) }
})
const printed = parsedOnce((observation) => ({ texts: parseRuleTexts(observation.text), origin: originOf(observation) }))

/** What nft lists of a folder, kept with the observation it came from. */
const lists = new WeakMap<Observation, { ruleset: NftRuleset | null; message: string; origin: Origin }>()

function listed(snapshot: Snapshot, folder: string) {
  const observation = snapshot.read(`${folder}/nft.json`)
  if (!observation) return null
  const known = lists.get(observation) ?? read(observation, printed(snapshot, `${folder}/nft.txt`)?.texts ?? null)
  lists.set(observation, known)
  return known
}

function read(observation: Observation, texts: Parameters<typeof parseNftRuleset>[1]) {
  const origin = originOf(observation)
  try {
    return { ruleset: parseNftRuleset(observation.text, texts), message: '', origin }
  } catch (error) {
    return { ruleset: null, message: error instanceof Error ? error.message : String(error), origin }
  }
}

/**
 * Everything that hooks packets of one version of IP in a namespace: iptables of both backends and native tables; null: none of it was seen. Native tables
 * are always seen together, so of IPv6 nothing is known without ip6tables' own.
 */
export function seenRules(snapshot: Snapshot, folder: string, version: IpVersion): SeenRules | null {
  const tool = version === 6 ? 'ip6tables' : 'iptables'
  const nft = saved(snapshot, `${folder}/${tool}-save.txt`)
  const legacy = saved(snapshot, `${folder}/${tool}-legacy-save.txt`)
  const native = listed(snapshot, folder)
  const text = printed(snapshot, `${folder}/nft.txt`)
  if (!nft && !legacy && (version === 6 || (!native && !text))) return null
  const observed = { nft: nft?.ruleset ?? null, legacy: legacy?.ruleset ?? null, native: native?.ruleset ?? null }
  const rules = new NamespaceRules(observed, version)
  const origins = { nft: nft?.origin, legacy: legacy?.origin, native: text?.origin ?? native?.origin }
  const used = [rules.backend.backend, 'nft', 'legacy', ...(rules.native.length > 0 ? (['native'] as const) : [])] as const
  return {
    rules,
    origins: [...new Set(used)].flatMap((source) => origins[source] ?? []),
    listed: origins.native ?? null,
    placesOf({ from, rule, line }) {
      const source = rule
        ? isNative(rule)
          ? 'native'
          : from && rules.sourceOf(from) === 'legacy'
            ? 'legacy'
            : 'nft'
        : from && rules.sourceOf(from)
      if (!source) return []
      if (source !== 'native') return placeAt(origins[source], line)
      if (line > 0) return placeAt(text?.origin, line)
      return native ? [{ ...native.origin, ...(rule && isNative(rule) ? { pointer: rule.pointer } : {}) }] : []
    },
    unreadable: unreadable(snapshot, folder, version, native),
    damaged: [nft, legacy].flatMap((dump) => (dump?.damage ? [{ problem: dump.damage, origin: dump.origin }] : []))[0] ?? null,
  }
}

function unreadable(snapshot: Snapshot, folder: string, version: IpVersion, native: ReturnType<typeof listed>): SeenRules['unreadable'] {
  if (native?.ruleset) return null
  const foreign = foreignRules(snapshot, folder, version)
  if (native) return { message: native.message, tables: foreign?.tables ?? [], origin: native.origin }
  return foreign && { message: null, tables: foreign.tables, origin: foreign.origin }
}

/** Rules that were not seen but computed, as if they had been seen. */
export function computedRules(computed: ComputedRules, version: IpVersion): SeenRules {
  return {
    rules: new NamespaceRules({ nft: computed.ruleset, legacy: null, native: computed.native }, version),
    origins: computed.evidenceOf(null),
    listed: null,
    placesOf: ({ rule }) => computed.evidenceOf(rule),
    unreadable: null,
    damaged: null,
    computed: true,
  }
}

function placeAt(origin: Origin | undefined, line: number): Place[] {
  return origin ? [{ ...origin, ...(line > 0 ? { line } : {}) }] : []
}
