import { inRange, rangeText, readIpRange } from '@/lib/envoy/config/ip-range'
import { matchHeader } from '@/lib/envoy/evaluate/match/header'
import { matchMetadata } from '@/lib/envoy/evaluate/match/metadata'
import { matchString } from '@/lib/envoy/evaluate/match/string'
import type { RbacSubject } from '@/lib/envoy/evaluate/rbac/subject'
import { all, any, type Match, no, not, unknown, when, YES } from '@/lib/envoy/evaluate/verdict'
import type { JsonNode } from '@/lib/envoy/parse/json-node'
import { MAX_MATCH_DEPTH } from '@/lib/envoy/parse/limits'

function pathOf(path: string): string {
  return path.split(/[?#]/, 1)[0] ?? path
}

const FIELDS = [
  'any',
  'and_rules',
  'or_rules',
  'not_rule',
  'header',
  'url_path',
  'destination_ip',
  'destination_port',
  'destination_port_range',
  'metadata',
  'sourced_metadata',
  'requested_server_name',
] as const

/** envoy.config.rbac.v3.Permission. A rule on HTTP never matches in the network filter. */
export function matchPermission(rule: JsonNode, subject: RbacSubject, depth = 0): Match {
  if (depth > MAX_MATCH_DEPTH) return unknown('permission', 'it is nested too deeply')
  const found = rule.oneOf(...FIELDS)
  if (found === null) return unknown('permission', 'this kind of permission is not modelled')
  const { name, node } = found
  switch (name) {
    case 'any':
      return node.flag() ? YES : no('permission', 'it allows nothing')
    case 'and_rules':
      return all(
        node
          .get('rules')
          .items()
          .map((item) => matchPermission(item, subject, depth + 1)),
      )
    case 'or_rules':
      return any(
        node
          .get('rules')
          .items()
          .map((item) => matchPermission(item, subject, depth + 1)),
        'permission',
      )
    case 'not_rule':
      return not(matchPermission(node, subject, depth + 1), 'permission')
    case 'header':
      return subject.request === null ? no('header', 'there is no HTTP request') : matchHeader(node, subject.request)
    case 'url_path':
      return subject.request === null
        ? no('path', 'there is no HTTP request')
        : matchString(node.get('path'), pathOf(subject.request.path), 'path')
    case 'destination_ip': {
      const range = readIpRange(node)
      return when(inRange(subject.local.ip, range), 'destination_ip', `${subject.local.ip} is not in ${rangeText(range)}`)
    }
    case 'destination_port':
      return when(subject.local.port === (node.number() ?? 0), 'destination_port', `${subject.local.port} is not ${node.number() ?? 0}`)
    case 'destination_port_range': {
      const [start, end] = [node.get('start').number() ?? 0, node.get('end').number() ?? 0]
      return when(
        subject.local.port >= start && subject.local.port < end,
        'destination_port_range',
        `${subject.local.port} is not in ${start}…${end}`,
      )
    }
    case 'metadata':
      return matchMetadata(node, subject.metadata, subject.knownMetadata)
    case 'sourced_metadata':
      return matchMetadata(node.get('metadata_matcher'), subject.metadata, subject.knownMetadata)
    default:
      return matchString(node, subject.serverName, 'requested server name')
  }
}
