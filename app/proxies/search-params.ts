import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs'
import { diffModes, filterStates, sortKeys } from '@/components/proxies/address'
import { diffFormats } from '@/lib/api/diff'
import { historyRanges } from '@/lib/api/history-range'
import { configParts } from '@/lib/api/proxy-config'
import { diffTypes } from '@/lib/istio/diff/dump'

/** What the Proxies view keeps in the address beside what all views do (recording, at). */
export const proxiesParams = {
  name: parseAsString.withDefault(''),
  state: parseAsStringLiteral(filterStates).withDefault('all'),
  namespace: parseAsString,
  sort: parseAsStringLiteral(sortKeys).withDefault('worst'),
  reverse: parseAsBoolean.withDefault(false),
  /** The proxy whose row is open, POD.NAMESPACE. */
  open: parseAsString,
  /** The proxy whose configurations are compared. */
  diff: parseAsString,
  type: parseAsStringLiteral(diffTypes),
  resource: parseAsString,
  mode: parseAsStringLiteral(diffModes).withDefault('split'),
  format: parseAsStringLiteral(diffFormats).withDefault('json'),
  /** The table of that proxy that is shown instead. */
  config: parseAsStringLiteral(configParts),
  q: parseAsString.withDefault(''),
  pointer: parseAsString,
  range: parseAsStringLiteral(historyRanges).withDefault('1h'),
}
