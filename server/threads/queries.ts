import { describeQuery } from '@/lib/api/describe'
import { ruleHistoryQuery, xdsHistoryQuery } from '@/lib/api/history'
import { chainQuery, connectionsQuery, elementsQuery, netfilterSearchQuery, outlineQuery } from '@/lib/api/netfilter-view'
import { objectEventsQuery } from '@/lib/api/object-events'
import { objectYamlQuery } from '@/lib/api/object-yaml'
import {
  configFindQuery,
  configFoldsQuery,
  configLinesQuery,
  configQuery,
  configResourceQuery,
  configSearchQuery,
} from '@/lib/api/proxy-config'
import { proxyQuery } from '@/lib/api/proxy-history'
import {
  activityQuery,
  diffQuery,
  diffResourceQuery,
  evidenceQuery,
  momentQuery,
  netfilterQuery,
  pollQuery,
  requestQuery,
  skippedQuery,
  walkQuery,
} from '@/lib/api/query'

/** How each question of the API that needs what is in a recording is asked, by its path. Apart from the work: the thread that answers requests loads none of that. */
export const queries = {
  activity: activityQuery,
  analysis: momentQuery,
  choices: momentQuery,
  config: configQuery,
  'config-find': configFindQuery,
  'config-folds': configFoldsQuery,
  'config-lines': configLinesQuery,
  'config-resource': configResourceQuery,
  'config-search': configSearchQuery,
  describe: describeQuery,
  diff: diffQuery,
  'diff-resource': diffResourceQuery,
  'diff-resources': diffQuery,
  'diff-unified': diffQuery,
  entries: walkQuery,
  evidence: evidenceQuery,
  'history-rules': ruleHistoryQuery,
  'history-xds': xdsHistoryQuery,
  netfilter: netfilterQuery,
  'netfilter-chain': chainQuery,
  'netfilter-computed': netfilterQuery,
  'netfilter-connections': connectionsQuery,
  'netfilter-elements': elementsQuery,
  'netfilter-outline': outlineQuery,
  'netfilter-search': netfilterSearchQuery,
  object: objectYamlQuery,
  'object-events': objectEventsQuery,
  overview: momentQuery,
  poll: pollQuery,
  proxies: momentQuery,
  'proxy-differences': proxyQuery,
  'proxy-history': proxyQuery,
  request: requestQuery,
  skipped: skippedQuery,
  strips: momentQuery,
  timeline: momentQuery,
  walk: walkQuery,
}
export type JobName = keyof typeof queries
