import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import type { Configuration } from '@/lib/istio/analysis/configuration'
import { finding } from '@/lib/istio/analysis/finding'
import { hostsMeet } from '@/lib/istio/analysis/hosts'
import { fullName, numberField, type Resource, textMap, texts } from '@/lib/istio/analysis/resource'
import { type Labels, selectorText } from '@/lib/istio/analysis/selector'
import { field, type Json, listField, textField } from '@/lib/istio/json'

/** Servers of one selector and port: who serves which host. */
class Served {
  private readonly exact = new Map<string, { gateway: string; bind: string }[]>()
  private readonly wide: { host: string; gateway: string; bind: string }[] = []

  constructor(readonly selector: Labels) {}

  add(host: string, gateway: string, bind: string): void {
    if (host.startsWith('*')) this.wide.push({ host, gateway, bind })
    const known = this.exact.get(host)
    if (known) known.push({ gateway, bind })
    else this.exact.set(host, [{ gateway, bind }])
  }

  /** Gateways with a host in common, at the same address. */
  meeting(host: string, bind: string): string[] {
    const wide = this.wide.filter((one) => hostsMeet(host, one.host))
    const exact = host.startsWith('*')
      ? [...this.exact].flatMap(([other, those]) => (hostsMeet(host, other) ? those : []))
      : (this.exact.get(host) ?? [])
    return [...wide, ...exact].filter((one) => one.bind === bind).map(({ gateway }) => gateway)
  }
}

const portOf = (server: Json): string => String(numberField(field(server, 'port'), 'number') ?? 0)
const selectorOf = ({ spec }: Resource): Labels => textMap(field(spec, 'selector'))

function servedBy(gateways: readonly Resource[]): Map<string, Map<string, Served>> {
  const byPort = new Map<string, Map<string, Served>>()
  for (const gateway of gateways) {
    const selector = selectorOf(gateway)
    const key = selectorText(selector)
    for (const server of listField(gateway.spec, 'servers')) {
      const port = byPort.get(portOf(server)) ?? new Map<string, Served>()
      byPort.set(portOf(server), port)
      const served = port.get(key) ?? new Served(selector)
      port.set(key, served)
      for (const host of texts(server, 'hosts')) served.add(host, fullName(gateway), textField(server, 'bind') ?? '')
    }
  }
  return byPort
}

/** Whether two selectors take the same pods: they are the same, or one says more and a pod has it all. */
function samePods(a: Labels, b: Labels, configuration: Configuration): boolean {
  const [textA, textB] = [selectorText(a), selectorText(b)]
  if (textA === textB) return true
  if (!textA.includes(textB) && !textB.includes(textA)) return false
  return configuration.pods(new Map([...a, ...b]), null).some((pod) => [...a].every(([key, value]) => pod.labels.get(key) === value))
}

/** Gateways that serve the same host at the same port of the same pods: which of them answers is not said. */
export const conflictingGateways: Analyzer = {
  name: 'gateway.ConflictingGatewayAnalyzer',
  codes: ['IST0145'],
  needs: ['Gateway', 'Pod'],
  *analyze(configuration) {
    const gateways = configuration.all('Gateway')
    const byPort = servedBy(gateways)
    for (const gateway of gateways) {
      const selector = selectorOf(gateway)
      for (const [index, server] of listField(gateway.spec, 'servers').entries()) {
        const port = portOf(server)
        const hosts = texts(server, 'hosts')
        const bind = textField(server, 'bind') ?? ''
        const others = [...(byPort.get(port)?.values() ?? [])]
          .filter((served) => samePods(selector, served.selector, configuration))
          .flatMap((served) => hosts.flatMap((host) => served.meeting(host, bind)))
        const names = [...new Set(others)].filter((name) => name !== fullName(gateway)).sort()
        if (names.length === 0) continue
        const values = { gateways: names.join(','), selector: selectorText(selector), port, hosts: hosts.join(',') }
        yield finding('IST0145', gateway, values, `spec.servers[${index}]`)
      }
    }
  },
}
