import type { RedirectionContext } from '@/lib/istio/redirection/context'
import { atLeast } from '@/lib/kubernetes/release'

const MODE = 'sidecar.istio.io/interceptionMode'
const INCLUDE = 'traffic.sidecar.istio.io/includeInboundPorts'
const EXCLUDE = 'traffic.sidecar.istio.io/excludeInboundPorts'
const KNOWN = '-m conntrack --ctstate RELATED,ESTABLISHED'
const MULTIPORT = 15

/** A mark as the kernel prints it: 1337 is 0x539. */
export const markText = (mark: number): string => `0x${mark.toString(16)}`

/** What comes into the pod: to the proxy's inbound port, but for the ports that are left out. */
export function inboundRules(context: RedirectionContext): void {
  const { settings, append } = context
  append('nat', 'ISTIO_INBOUND', tcpPort(settings.tunnelPort, 'RETURN'))
  append('nat', 'ISTIO_REDIRECT', `-p tcp -j REDIRECT --to-ports ${settings.proxyPort}`)
  append('nat', 'ISTIO_IN_REDIRECT', `-p tcp -j REDIRECT --to-ports ${settings.inboundPort}`)
  if (settings.inboundPorts !== '*' && settings.inboundPorts.length === 0) return
  const transparent = settings.mode === 'TPROXY'
  if (transparent) divertRules(context)
  const table = transparent ? 'mangle' : 'nat'
  append(table, 'PREROUTING', '-p tcp -j ISTIO_INBOUND')
  if (settings.inboundPorts === '*') {
    for (const rule of portRules('tcp', settings.inboundPortsExclude, 'RETURN', atLeast(settings.version, 30)))
      append(table, 'ISTIO_INBOUND', rule, EXCLUDE)
    if (transparent) {
      append(table, 'ISTIO_INBOUND', `-p tcp ${KNOWN} -j ISTIO_DIVERT`, MODE)
      append(table, 'ISTIO_INBOUND', '-p tcp -j ISTIO_TPROXY', MODE)
    } else append(table, 'ISTIO_INBOUND', '-p tcp -j ISTIO_IN_REDIRECT')
    return
  }
  for (const port of settings.inboundPorts) {
    if (transparent) append(table, 'ISTIO_INBOUND', `-p tcp -m tcp --dport ${port} ${KNOWN} -j ISTIO_DIVERT`, INCLUDE)
    append(table, 'ISTIO_INBOUND', tcpPort(port, transparent ? 'ISTIO_TPROXY' : 'ISTIO_IN_REDIRECT'), INCLUDE)
  }
}

function divertRules({ settings, append, loopback, family }: RedirectionContext): void {
  const mark = markText(settings.tproxyMark)
  append('mangle', 'ISTIO_DIVERT', `-j MARK --set-xmark ${mark}/0xffffffff`, MODE)
  append('mangle', 'ISTIO_DIVERT', '-j ACCEPT', MODE)
  const to = `--on-port ${settings.inboundPort} --on-ip ${family === 'IPv6' ? '::' : '0.0.0.0'} --tproxy-mark ${mark}/0xffffffff`
  append('mangle', 'ISTIO_TPROXY', `! -d ${loopback} -p tcp -j TPROXY ${to}`, MODE)
}

export const tcpPort = (port: string, target: string): string => `-p tcp -m tcp --dport ${port} -j ${target}`

/** One rule a port; with `together` (since 1.30) up to 15 ports share one. */
export function portRules(protocol: 'tcp' | 'udp', ports: readonly string[], target: string, together: boolean): string[] {
  if (!together || ports.length < 2) return ports.map((port) => `-p ${protocol} -m ${protocol} --dport ${port} -j ${target}`)
  const rules: string[] = []
  for (let at = 0; at < ports.length; at += MULTIPORT) {
    const group = ports.slice(at, at + MULTIPORT)
    const match = group.length > 1 ? `-m multiport --dports ${group.join(',')}` : `-m ${protocol} --dport ${group.join('')}`
    rules.push(`-p ${protocol} ${match} -j ${target}`)
  }
  return rules
}
