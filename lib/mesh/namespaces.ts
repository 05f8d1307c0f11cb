import type { Seen } from '@/lib/kubernetes/list'
import type { Pod } from '@/lib/kubernetes/pods'
import { type ComputedGap, type ComputedRules, isGap } from '@/lib/mesh/computed/model'
import { parseLinks } from '@/lib/mesh/links'
import type { Netns } from '@/lib/mesh/model'
import { computedRules, type SeenRules, seenRules } from '@/lib/mesh/netfilter'
import type { Origin } from '@/lib/mesh/origin'
import { parsedOnce } from '@/lib/mesh/parsed'
import { parseUsers } from '@/lib/mesh/users'
import { chooseBackend } from '@/lib/netfilter/backend'
import type { IpVersion } from '@/lib/netfilter/family'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { parseRoutingState, type RoutingState, type RoutingTexts, UnreadableRouting } from '@/lib/netfilter/routing/state'
import { parseProcesses } from '@/lib/netfilter/sockets/processes'
import { parseSockets } from '@/lib/netfilter/sockets/sockets'
import type { Observation, Snapshot } from '@/lib/recording/snapshot'

const originOf = ({ entry, at }: Observation): Origin => ({ entry, at })

const rules = parsedOnce((observation) => ({ ruleset: parseIptablesSave(observation.text).ruleset, origin: originOf(observation) }))
const sockets = parsedOnce((observation) => ({ sockets: parseSockets(observation.text), origin: originOf(observation) }))
const processes = parsedOnce((observation) => parseProcesses(observation.text))
const users = parsedOnce((observation) => parseUsers(observation.text))
const links = parsedOnce((observation) => parseLinks(observation.text))
const ROUTING_FILES: Record<keyof RoutingTexts, string> = {
  addr: 'ip-addr.json',
  route: 'ip-route.json',
  rule: 'ip-rule.json',
  ruleV6: 'ip6-rule.json',
  sysctl: 'sysctl.json',
}
/** What tells of a namespace's network; a pod may have an Envoy's dumps and logs without any of it. */
const NETWORK_FILES = ['ip-addr.json', 'ip-route.json', 'iptables-save.txt', 'iptables-legacy-save.txt', 'nft.json']

/** One network namespace from the files of its folder. Each file is parsed when it is first needed. */
export function readNetns(
  snapshot: Snapshot,
  folder: string,
  known: { name: string; kind: Netns['kind']; node: string | null; pod: Seen<Pod> | null },
  compute: (netns: Netns, family: 'IPv4' | 'IPv6') => ComputedRules | ComputedGap | null,
  computeRoutes: (netns: Netns) => RoutingState | null,
): Netns {
  const path = (file: string) => `${folder}/${file}`
  const backends = () => {
    const nft = rules(snapshot, path('iptables-save.txt'))
    const legacy = rules(snapshot, path('iptables-legacy-save.txt'))
    return { nft, legacy, choice: chooseBackend(nft?.ruleset ?? null, legacy?.ruleset ?? null) }
  }
  const watched = new Map<IpVersion, SeenRules | null>()
  const observed = (version: IpVersion) => {
    const known = watched.get(version)
    if (known !== undefined) return known
    const made = seenRules(snapshot, folder, version)
    watched.set(version, made)
    return made
  }
  const seen = new Map<IpVersion, SeenRules | null>()
  let read: ReturnType<typeof readRouting> | null = null
  const readRoutes = () => {
    read ??= readRouting(snapshot, path)
    return read
  }
  let routing: { state: RoutingState | null } | null = null
  const computed = new Map<'IPv4' | 'IPv6', ComputedRules | ComputedGap | null>()
  const netns: Netns = {
    ...known,
    folder,
    observedRules() {
      const { nft, legacy, choice } = backends()
      return choice.backend === 'legacy' ? legacy : nft
    },
    observedNative: (version = 4) => observed(version)?.rules.native ?? [],
    computed(family = 'IPv4') {
      const known = computed.get(family)
      if (known !== undefined) return known
      const made = compute(netns, family)
      computed.set(family, made)
      return made
    },
    netfilter(version = 4) {
      const known = seen.get(version) ?? observed(version)
      // What is computed stands only where nothing was looked at.
      const made = known || observed(4) ? null : netns.computed(`IPv${version}`)
      const rules = known ?? (made && !isGap(made) ? computedRules(made, version) : null)
      seen.set(version, rules)
      return rules
    },
    routing() {
      // Where some of it was seen, the rest is unknown: rules that were read may name interfaces that nobody knows.
      const unseen = !NETWORK_FILES.some((file) => snapshot.read(path(file)))
      routing ??= { state: readRoutes().state ?? (unseen ? computeRoutes(netns) : null) }
      return routing.state
    },
    routesDamage: () => readRoutes().damage,
    routesOrigin() {
      const observation = snapshot.read(path('ip-route.json'))
      return observation ? originOf(observation) : null
    },
    sockets: () => sockets(snapshot, path('ss.txt')),
    processes: () => processes(snapshot, path('ps.txt')) ?? [],
    users: () => users(snapshot, path('users.json')) ?? new Map(),
    links: () => links(snapshot, path('ip-addr.json')) ?? [],
  }
  return netns
}

function readRouting(
  snapshot: Snapshot,
  path: (file: string) => string,
): { state: RoutingState | null; damage: { origin: Origin; message: string } | null } {
  const seen = (name: keyof RoutingTexts) => snapshot.read(path(ROUTING_FILES[name]))
  const text = (name: keyof RoutingTexts) => seen(name)?.text ?? null
  const [addr, route] = [text('addr'), text('route')]
  if (addr === null && route === null) return { state: null, damage: null }
  try {
    return { state: parseRoutingState({ addr, route, rule: text('rule'), ruleV6: text('ruleV6'), sysctl: text('sysctl') }), damage: null }
  } catch (error) {
    if (!(error instanceof UnreadableRouting)) throw error
    const observation = seen(error.text)
    return { state: null, damage: observation && { origin: originOf(observation), message: error.message } }
  }
}
