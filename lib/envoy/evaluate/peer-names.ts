import type { PeerName } from '@/lib/envoy/config/transport-socket'
import { matchString } from '@/lib/envoy/evaluate/match/string'
import { any, type Match, no, when } from '@/lib/envoy/evaluate/verdict'

/** The subject alternative names of a certificate. */
export interface CertificateNames {
  uris: readonly string[]
  dnsNames: readonly string[]
}

const PART = 'peer certificate'

/** A label with one "*", which stands for anything in it. */
function labelFits(label: string, pattern: string): boolean {
  const [head = '', tail, ...more] = pattern.split('*')
  if (tail === undefined || more.length > 0) return false
  return label.length >= head.length + tail.length && label.startsWith(head) && label.endsWith(tail)
}

/** A DNS name of a certificate: its first label may have a "*", unless it is an IDN's; case does not count. Source: Envoy's Utility::dnsNameMatch. */
function dnsNameFits(wanted: string, pattern: string): boolean {
  const [want, have] = [wanted.toLowerCase(), pattern.toLowerCase()]
  if (want === have) return true
  const [wantDot, haveDot] = [want.indexOf('.'), have.indexOf('.')]
  if (wantDot === -1 || haveDot === -1 || have.startsWith('xn--')) return false
  return (
    want.slice(wantDot) === have.slice(haveDot) && !have.includes('*', haveDot) && labelFits(want.slice(0, wantDot), have.slice(0, haveDot))
  )
}

function matchDns({ matcher }: PeerName, name: string): Match {
  const exact = matcher.get('exact').text()
  return exact === null ? matchString(matcher, name, PART) : when(dnsNameFits(exact, name), PART, `${name} is not ${exact}`)
}

/** Whether a certificate has one of the names that its peer asks for (envoy.extensions.transport_sockets.tls.v3.SubjectAltNameMatcher). */
export function matchPeerNames(wanted: readonly PeerName[], { uris, dnsNames }: CertificateNames): Match {
  const tried = wanted.flatMap((one) => [
    ...(one.type === null || one.type === 'URI' ? uris.map((uri) => matchString(one.matcher, uri, PART)) : []),
    ...(one.type === null || one.type === 'DNS' ? dnsNames.map((name) => matchDns(one, name)) : []),
  ])
  return tried.length === 0 ? no(PART, 'nothing is listed') : any(tried, PART)
}

/** The names in one line: "spiffe://mesh/a, prefix spiffe://mesh/". */
export function peerNamesText(wanted: readonly PeerName[]): string {
  const texts = wanted.map(({ matcher }) => {
    const way = matcher.oneOf('exact', 'prefix', 'suffix', 'contains', 'safe_regex')
    const text = way?.node.text() ?? way?.node.get('regex').text() ?? '?'
    return way === null || way.name === 'exact' ? text : `${way.name.replace('safe_', '')} ${text}`
  })
  return texts.join(', ')
}
