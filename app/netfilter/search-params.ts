import { parseAsBoolean, parseAsInteger, parseAsString, parseAsStringLiteral } from 'nuqs'
import { netfilterParts, shownRules } from '@/components/netfilter/address'
import { historyRanges } from '@/lib/api/history-range'

/** What the Netfilter view keeps in the address beside what all views do (recording, at, the question). */
export const netfilterParams = {
  netns: parseAsString,
  dump: parseAsString,
  table: parseAsString,
  chain: parseAsString,
  rule: parseAsInteger,
  elements: parseAsString,
  q: parseAsString.withDefault(''),
  show: parseAsStringLiteral(shownRules).withDefault('all'),
  since: parseAsInteger,
  visit: parseAsInteger.withDefault(0),
  part: parseAsStringLiteral(netfilterParts).withDefault('rules'),
  history: parseAsBoolean.withDefault(false),
  range: parseAsStringLiteral(historyRanges).withDefault('1h'),
}
