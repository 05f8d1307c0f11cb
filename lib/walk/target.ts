import type { Question } from '@/lib/api/question'
import { parseAddress } from '@/lib/netfilter/address/parse'
import type { Payload } from '@/lib/walk/flow'
import { because, type Reason } from '@/lib/walk/reasons'

/** What curl makes of a question: the name to look up, the port, and what it says once it is connected. */
export interface Target {
  name: string
  port: number
  payload: Payload
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 }
/** curl offers these over TLS when it is built with HTTP/2, as distributions build it. */
const CURL_ALPN = ['h2', 'http/1.1']

/**
 * Reads a URL as curl would be given it (a missing scheme is http). Errors are values: what is wrong with the URL.
 */
export function parseTarget(question: Question): Target | { error: Reason } {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(question.url) ? question.url : `http://${question.url}`
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return { error: because('not-url', { url: question.url }) }
  }
  const defaultPort = DEFAULT_PORTS[url.protocol]
  if (!defaultPort) return { error: because('scheme', { scheme: url.protocol.slice(0, -1) }) }
  const port = url.port === '' ? defaultPort : Number(url.port)
  const https = url.protocol === 'https:'
  const headers = new Map<string, string>([
    ['accept', '*/*'],
    ['user-agent', 'curl'],
  ])
  let authority = question.host ?? url.host
  for (const [name, value] of question.headers) {
    if (name.toLowerCase() === 'host') authority = value
    else headers.set(name.toLowerCase(), value)
  }
  const method = question.method.toUpperCase()
  // A tunnel is asked for by name and port, and has no path.
  if (method === 'CONNECT' && !/:\d+$/.test(authority)) authority = `${authority}:${port}`
  // Only an IPv6 address stands in brackets.
  const name = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    name,
    port,
    payload: {
      tls: https ? { sni: parseAddress(name) ? null : name, alpn: CURL_ALPN, identity: null } : null,
      request: {
        method,
        scheme: https ? 'https' : 'http',
        authority,
        path: method === 'CONNECT' ? '' : `${url.pathname}${url.search}`,
        headers,
      },
    },
  }
}
