import { type BackendChoice, chooseBackend } from '@/lib/netfilter/backend'
import { type BaseChain, chainsOfSave, chainsOfTable, inOrder } from '@/lib/netfilter/evaluate/base-chains'
import { FAMILY, type IpVersion, type TableFamily } from '@/lib/netfilter/family'
import type { HookName, Ruleset, Table } from '@/lib/netfilter/model'
import { mergeNative } from '@/lib/netfilter/nft/merge'
import { isNativeTable, type NftTable } from '@/lib/netfilter/nft/model'
import type { NftRuleset } from '@/lib/netfilter/nft/parse/ruleset'

/** The rule sets of one namespace and one version of IP as they were observed; null: not observed. */
export interface ObservedRules {
  /** `iptables-save` of the nft backend; of IPv6 `ip6tables-save`. */
  nft: Ruleset | null
  /** `iptables-legacy-save`; of IPv6 `ip6tables-legacy-save`. */
  legacy: Ruleset | null
  /** `nft -j list ruleset`: the tables of iptables-nft too, and where every base chain hangs. */
  native: NftRuleset | null
}

const FIRST = Number.MAX_SAFE_INTEGER
const LAST = -1

/** Every rule set that the packets of one namespace and one version of IP pass, as one list of base chains a hook. */
export class NamespaceRules {
  /** Which of iptables' two rule sets is the one in use. Packets pass both. */
  readonly backend: BackendChoice
  /** Native tables that these packets pass, in the order of their making. */
  readonly native: readonly NftTable[]
  /** Chains with rules on hooks that are not modelled (ingress, bridge): `family table chain`. */
  readonly elsewhere: readonly string[]
  /** Rules of native origin in tables of iptables, which iptables-save prints wrongly or not at all: `table chain`. */
  readonly foreign: readonly string[]
  private readonly nft: Ruleset | null
  private readonly legacy: Ruleset | null
  /** What nft lists: also the base chains of iptables-nft; null: not seen. */
  private readonly listed: readonly NftTable[] | null
  private readonly family: TableFamily
  private readonly kept = new Map<HookName, readonly BaseChain[]>()

  constructor({ nft, legacy, native }: ObservedRules, version: IpVersion = 4) {
    this.family = FAMILY[version]
    this.listed = native?.tables ?? null
    this.backend = chooseBackend(nft, legacy)
    const merged = native ? mergeNative(nft, native, this.family) : { iptables: nft, native: [], foreign: [] }
    this.nft = merged.iptables
    this.native = merged.native.filter(({ family, dormant }) => (family === this.family || family === 'inet') && !dormant)
    this.foreign = merged.foreign
    this.legacy = legacy
    this.elsewhere = (native?.tables ?? []).filter(({ dormant }) => !dormant).flatMap(chainsElsewhere)
  }

  /** The base chains of a hook in the order in which a packet meets them. */
  chainsAt(hook: HookName): readonly BaseChain[] {
    const known = this.kept.get(hook)
    if (known) return known
    const chains = inOrder([...this.ofLegacy(hook, FIRST), ...this.ofNft(hook)], hook)
    this.kept.set(hook, chains)
    return chains
  }

  /**
   * The other order that is possible, null where there is none: which of the two rule sets of iptables comes first at a priority that both have rules at,
   * their making decides, and no dump shows that.
   */
  otherOrderAt(hook: HookName): readonly BaseChain[] | null {
    const [first, second] = [this.ofNft(hook), this.ofLegacy(hook, LAST)]
    const meets = first.some((chain) => second.some((other) => hasRules(chain) && hasRules(other) && chain.priority === other.priority))
    return meets ? inOrder([...first, ...second], hook) : null
  }

  /** Which rule set a table belongs to. */
  sourceOf(table: Table): 'native' | 'nft' | 'legacy' {
    if (isNativeTable(table)) return 'native'
    return this.legacy?.tables.get(table.name) === table ? 'legacy' : 'nft'
  }

  /** `order` says on which side of iptables-nft's chains they stand at the same priority. */
  private ofLegacy(hook: HookName, order: number): BaseChain[] {
    return this.legacy ? chainsOfSave(this.legacy, hook).flatMap((chain) => (hasRules(chain) ? [{ ...chain, order }] : [])) : []
  }

  private ofNft(hook: HookName): BaseChain[] {
    return [
      ...(this.nft ? chainsOfSave(this.nft, hook, this.listed && { tables: this.listed, family: this.family }) : []),
      ...this.native.flatMap((table) => chainsOfTable(table, hook)),
    ]
  }
}

/** Of families or hooks that are not modelled. iptables' own arp and bridge tables see other packets. */
function chainsElsewhere(table: NftTable): string[] {
  const strange = [...table.hooks].filter(([, { elsewhere, base }]) => elsewhere || (base !== null && STRANGE.has(table.family)))
  return strange.flatMap(([name]) => ((table.chains.get(name)?.rules.length ?? 0) > 0 ? [`${table.family} ${table.name} ${name}`] : []))
}

/** Families whose base chains see a packet on its way between a namespace's interfaces and IP. */
const STRANGE: ReadonlySet<string> = new Set(['netdev', 'bridge'])

const hasRules = ({ chain }: BaseChain): boolean => chain.rules.length > 0 || chain.policy === 'DROP'
