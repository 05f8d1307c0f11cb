import { inRange, rangeText, readIpRange } from '@/lib/envoy/config/ip-range'
import { matchHeader } from '@/lib/envoy/evaluate/match/header'
import { matchMetadata } from '@/lib/envoy/evaluate/match/metadata'
import { matchString } from '@/lib/envoy/evaluate/match/string'
import type { RbacSubject } from '@/lib/envoy/evaluate/rbac/subject'
import { all, any, type Match, no, not, unknown, when, YES } from '@/lib/envoy/evaluate/verdict'
import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { MAX_MATCH_DEPTH } from '@/lib/envoy/parse/limits'

const FIELDS = [
  'any',
  'and_ids',
  'or_ids',
  'not_id',
  'authenticated',
  'source_ip',
  'direct_remote_ip',
  'remote_ip',
  'header',
  'url_path',
  'metadata',
  'sourced_metadata',
  'filter_state',
] as const

/** Filter state in which newer Istio keeps the peer's identity. */
const PEER_PRINCIPAL = 'io.istio.peer_principal'

function matchIdentity(matcher: JsonNode, subject: RbacSubject): Match {
  if (!matcher.exists) return when(subject.encrypted, 'identity', 'the connection is plain text')
  if (subject.identity === null)
    return no('identity', subject.encrypted ? 'the client shows no certificate' : 'the connection is plain text')
  return matchString(matcher, subject.identity, 'identity')
}

function matchIp(node: JsonNode, ip: string, part: string): Match {
  const range = readIpRange(node)
  return when(inRange(ip, range), part, `${ip} is not in ${rangeText(range)}`)
}

/** envoy.config.rbac.v3.Principal. */
export function matchPrincipal(id: JsonNode, subject: RbacSubject, depth = 0): Match {
  if (depth > MAX_MATCH_DEPTH) return unknown('principal', 'it is nested too deeply')
  const found = id.oneOf(...FIELDS)
  if (found === null) return unknown('principal', 'this kind of principal is not modelled')
  const { name, node } = found
  switch (name) {
    case 'any':
      return node.flag() ? YES : no('principal', 'it means nobody')
    case 'and_ids':
      return all(
        node
          .get('ids')
          .items()
          .map((item) => matchPrincipal(item, subject, depth + 1)),
      )
    case 'or_ids':
      return any(
        node
          .get('ids')
          .items()
          .map((item) => matchPrincipal(item, subject, depth + 1)),
        'principal',
      )
    case 'not_id':
      return not(matchPrincipal(node, subject, depth + 1), 'principal')
    case 'authenticated':
      return matchIdentity(node.get('principal_name'), subject)
    case 'source_ip':
      return matchIp(node, subject.sourceIp, 'source_ip')
    case 'direct_remote_ip':
      return matchIp(node, subject.directRemoteIp, 'direct_remote_ip')
    case 'remote_ip':
      return matchIp(node, subject.remoteIp, 'remote_ip')
    case 'header':
      return subject.request === null ? no('header', 'there is no HTTP request') : matchHeader(node, subject.request)
    case 'url_path':
      return subject.request === null
        ? no('path', 'there is no HTTP request')
        : matchString(node.get('path'), subject.request.path.split(/[?#]/, 1)[0] ?? '', 'path')
    case 'metadata':
      return matchMetadata(node, subject.metadata, subject.knownMetadata)
    case 'sourced_metadata':
      return matchMetadata(node.get('metadata_matcher'), subject.metadata, subject.knownMetadata)
    default:
      if (node.get('key').text() === PEER_PRINCIPAL) return matchIdentity(node.get('string_match'), subject)
      return unknown('filter_state', `${node.get('key').text() ?? 'a filter state'} is not in any dump`)
  }
}
