import { DEFAULT_REDIRECTION, includedOf, listOf, type RedirectionGap, type RedirectionSettings } from '@/lib/istio/redirection/settings'
import type { Release } from '@/lib/kubernetes/release'

/** istio-iptables' flags with a value: short, long (the older ones are named by their variables), and the field. */
const FLAGS = new Map<string, keyof typeof READ>(
  (
    [
      ['p', 'envoy-port', 'proxyPort'],
      ['z', 'inbound-capture-port', 'inboundPort'],
      ['e', 'inbound-tunnel-port', 'tunnelPort'],
      ['u', 'proxy-uid', 'proxyUids'],
      ['g', 'proxy-gid', 'proxyGids'],
      ['m', 'istio-inbound-interception-mode', 'mode'],
      ['b', 'istio-inbound-ports', 'inboundPorts'],
      ['d', 'istio-local-exclude-ports', 'inboundPortsExclude'],
      ['c', 'istio-exclude-interfaces', 'excludeInterfaces'],
      ['i', 'istio-service-cidr', 'outboundRanges'],
      ['x', 'istio-service-exclude-cidr', 'outboundRangesExclude'],
      ['q', 'istio-outbound-ports', 'outboundPorts'],
      ['o', 'istio-local-outbound-ports-exclude', 'outboundPortsExclude'],
      ['k', 'kube-virt-interfaces', 'virtualInterfaces'],
      ['t', 'istio-inbound-tproxy-mark', 'tproxyMark'],
    ] as const
  ).flatMap(([short, long, field]) => [
    [`-${short}`, field],
    [`--${long}`, field],
  ]),
)

const READ = {
  proxyPort: (text: string) => ({ proxyPort: text }),
  inboundPort: (text: string) => ({ inboundPort: text }),
  tunnelPort: (text: string) => ({ tunnelPort: text }),
  proxyUids: (text: string) => ({ proxyUids: listOf(text) }),
  proxyGids: (text: string) => ({ proxyGids: listOf(text) }),
  mode: (text: string) => ({ mode: text === 'TPROXY' ? ('TPROXY' as const) : ('REDIRECT' as const) }),
  inboundPorts: (text: string) => ({ inboundPorts: includedOf(text) }),
  inboundPortsExclude: (text: string) => ({ inboundPortsExclude: listOf(text) }),
  excludeInterfaces: (text: string) => ({ excludeInterfaces: listOf(text) }),
  outboundRanges: (text: string) => ({ outboundRanges: includedOf(text) }),
  outboundRangesExclude: (text: string) => ({ outboundRangesExclude: listOf(text) }),
  outboundPorts: (text: string) => ({ outboundPorts: listOf(text) }),
  outboundPortsExclude: (text: string) => ({ outboundPortsExclude: listOf(text) }),
  virtualInterfaces: (text: string) => ({ virtualInterfaces: listOf(text) }),
  tproxyMark: (text: string) => ({ tproxyMark: Number(text) || DEFAULT_REDIRECTION.tproxyMark }),
} satisfies Record<string, (text: string) => Partial<RedirectionSettings>>

/**
 * What the container that makes the rules (istio-init), or checks those of istio-cni (istio-validation), was started with. `nameServers`: the pod's
 * own, which DNS capture is limited to; null: they are not known.
 */
export function settingsOfArguments(
  args: readonly string[],
  env: ReadonlyMap<string, string>,
  version: Release,
  nameServers: readonly string[] | null,
): RedirectionSettings | RedirectionGap {
  let settings: RedirectionSettings = { ...DEFAULT_REDIRECTION, version, ...settingsOfEnvironment(env) }
  let gids = false
  const switches = new Map<string, string>()
  for (let at = 0; at < args.length; at++) {
    const [name = '', inline] = splitFlag(args[at] ?? '')
    const field = FLAGS.get(name)
    if (field) {
      settings = { ...settings, ...READ[field](inline ?? args[++at] ?? '') }
      gids ||= field === 'proxyGids'
    } else if (name.startsWith('--')) switches.set(name, inline ?? 'true')
  }
  if (!gids) settings = { ...settings, proxyGids: settings.proxyUids }
  const capture = isOn(switches.get('--redirect-dns') ?? env.get('ISTIO_META_DNS_CAPTURE'))
  const servers = isOn(switches.get('--capture-all-dns')) ? 'all' : nameServers
  if (capture && servers === null) return 'name-servers'
  return {
    ...settings,
    dropInvalid: isOn(switches.get('--drop-invalid') ?? env.get('INVALID_DROP')),
    native: isOn(switches.get('--native-nftables')),
    dns: capture ? servers : null,
  }
}

/** Settings that only environment variables carry. */
export function settingsOfEnvironment(env: ReadonlyMap<string, string>): Partial<RedirectionSettings> {
  const groups = env.get('ISTIO_OUTBOUND_OWNER_GROUPS')
  return {
    ...(groups === undefined ? {} : { ownerGroups: includedOf(groups) }),
    ownerGroupsExclude: listOf(env.get('ISTIO_OUTBOUND_OWNER_GROUPS_EXCLUDE')),
    dualStack: isOn(env.get('ISTIO_DUAL_STACK')),
    loopback: env.get('ISTIO_OUTBOUND_IPV4_LOOPBACK_CIDR') || DEFAULT_REDIRECTION.loopback,
  }
}

export const isOn = (text: string | undefined): boolean => ['1', 't', 'true'].includes((text ?? '').toLowerCase())

/** `--name=value` in two; only long flags are written so. */
function splitFlag(text: string): [string, string?] {
  const equals = text.startsWith('--') ? text.indexOf('=') : -1
  return equals < 0 ? [text] : [text.slice(0, equals), text.slice(equals + 1)]
}
