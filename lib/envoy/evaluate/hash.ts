import { type HashPolicy, hashPolicyText } from '@/lib/envoy/config/hash-policy'
import type { Delivery } from '@/lib/envoy/evaluate/delivery'
import type { HttpRequest } from '@/lib/envoy/model'

function hasCookie(request: HttpRequest, name: string): boolean {
  const cookies = (request.headers.get('cookie') ?? '').split(';')
  return cookies.some((cookie) => cookie.trimStart().startsWith(`${name}=`))
}

function hasParameter(request: HttpRequest, name: string): boolean {
  const at = request.path.indexOf('?')
  return at !== -1 && new URLSearchParams(request.path.slice(at)).has(name)
}

/** Whether it is there to be hashed; what no dump tells (filter state, headers that a proxy wrote) counts as there. */
function isThere({ from, name, made }: HashPolicy, request: HttpRequest | null): boolean {
  if (made || request === null) return true
  if (from === 'header') return request.headers.has(name.toLowerCase()) || request.unknownHeaders?.has(name.toLowerCase()) === true
  if (from === 'cookie') return hasCookie(request, name)
  return from !== 'query parameter' || hasParameter(request, name)
}

/** Why no dump tells which host of a ring or table gets a request: what is hashed, or that nothing is (a random number takes its place). */
export function hashReason({ hashed, request }: Delivery): string {
  if (hashed.length === 0) return 'The route hashes nothing: a random host gets the request.'
  const there = hashed.filter((policy) => isThere(policy, request))
  if (there.length === 0) return `The request has nothing that the route hashes (${hashPolicyText(hashed)}): a random host gets it.`
  return `The host is chosen by a hash of the request's ${hashPolicyText(there)}; which one it falls on is not in any dump.`
}
