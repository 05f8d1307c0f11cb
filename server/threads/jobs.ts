import type { z } from 'zod'
import { activitySchema } from '@/lib/api/activity'
import { analysisSchema } from '@/lib/api/analysis'
import { choicesSchema } from '@/lib/api/choices'
import { describeQuery, describeSchema } from '@/lib/api/describe'
import { diffResourceSchema, diffResourcesSchema, diffSchema, diffUnifiedSchema } from '@/lib/api/diff'
import { entriesSchema } from '@/lib/api/entries'
import { evidenceTextSchema } from '@/lib/api/evidence-text'
import { ruleHistoryQuery, ruleHistorySchema, xdsHistoryQuery, xdsHistorySchema } from '@/lib/api/history'
import { netfilterSchema } from '@/lib/api/netfilter'
import { netfilterComputedSchema } from '@/lib/api/netfilter-computed'
import {
  chainQuery,
  chainSchema,
  connectionsQuery,
  connectionsSchema,
  elementsQuery,
  elementsSchema,
  netfilterSearchQuery,
  netfilterSearchSchema,
  outlineQuery,
  outlineSchema,
} from '@/lib/api/netfilter-view'
import { objectEventsQuery, objectEventsSchema } from '@/lib/api/object-events'
import { objectYamlQuery, objectYamlSchema } from '@/lib/api/object-yaml'
import { overviewSchema, stripsSchema } from '@/lib/api/overview'
import { proxiesSchema } from '@/lib/api/proxies'
import {
  configFindQuery,
  configFindSchema,
  configFoldsQuery,
  configFoldsSchema,
  configLinesQuery,
  configLinesSchema,
  configQuery,
  configResourceQuery,
  configResourceSchema,
  configSchema,
  configSearchQuery,
  configSearchSchema,
} from '@/lib/api/proxy-config'
import { proxyDifferencesSchema, proxyHistorySchema, proxyQuery } from '@/lib/api/proxy-history'
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
import { requestAnswerSchema } from '@/lib/api/request'
import { skippedAnswerSchema } from '@/lib/api/skipped'
import { walkSchema } from '@/lib/api/step'
import { pollSchema, timelineSchema } from '@/lib/api/timeline'
import { splitProxyId } from '@/lib/istio/names/proxy-id'
import { choicesOf } from '@/lib/mesh/choices'
import { activityOf } from '@/lib/recording/activity'
import type { Recording } from '@/lib/recording/recording'
import { analysisAt } from '@/server/analysis/analysis'
import { chainAt } from '@/server/netfilter/chain'
import { computedAt } from '@/server/netfilter/computed'
import { connectionsAt } from '@/server/netfilter/connections'
import { elementsAt } from '@/server/netfilter/elements'
import { outlineAt } from '@/server/netfilter/outline'
import { searchRules } from '@/server/netfilter/search'
import { ruleHistory, xdsHistory } from '@/server/prometheus/history'
import { describeAt } from '@/server/proxies/describe'
import { diffAt, diffResourceAt, diffResourcesAt, diffUnifiedAt } from '@/server/proxies/diff'
import { differencesAt } from '@/server/proxies/differences'
import { historyAt } from '@/server/proxies/history'
import { proxiesAt } from '@/server/proxies/list'
import { configAt } from '@/server/proxy-config/config'
import { configFindAt, configFoldsAt, configLinesAt, configResourceAt } from '@/server/proxy-config/resource'
import { configSearchAt } from '@/server/proxy-config/search'
import { framesBetween, timelineOf } from '@/server/stream/timeline'
import { checkedQuestion } from '@/server/walk/checked-question'
import { entriesOf } from '@/server/walk/entries'
import { evidenceAt } from '@/server/walk/evidence'
import { netfilterAt } from '@/server/walk/netfilter'
import { objectEventsAt } from '@/server/walk/object-events'
import { objectYamlAt } from '@/server/walk/object-yaml'
import { overviewAt } from '@/server/walk/overview'
import { requestById } from '@/server/walk/request'
import { skippedAt } from '@/server/walk/skipped'
import { stripsOf } from '@/server/walk/strips'
import { walkOnceRead } from '@/server/walk/walks'

/** A recording by the name that the question called it. */
export interface Subject {
  name: string
  recording: Recording
}

/** A question about a recording: how it is asked, what is answered, and the work between. Query and answer are plain JSON: they cross threads. */
export interface Job<S extends z.ZodObject = z.ZodObject, A = unknown> {
  query: S
  answer: z.ZodType<A>
  work: (subject: Subject, query: z.infer<S>) => A | Promise<A>
}

const job = <S extends z.ZodObject, A>(query: S, answer: z.ZodType<A>, work: Job<S, A>['work']): Job<S, A> => ({ query, answer, work })

/** What a live cluster's proxy has is read first, where nobody has looked at it yet. */
function ofProxy<Q extends { proxy: string; at: number }, A>(work: (recording: Recording, query: Q) => A | Promise<A>) {
  return async ({ recording }: Subject, query: Q): Promise<A> => {
    const parts = splitProxyId(query.proxy)
    if (parts && query.at === 0) await recording.grows?.readFirst([`${parts.namespace}.${parts.name}`])
    return work(recording, query)
  }
}

/** Every question of the API that needs what is in a recording, by its path. */
export const jobs = {
  activity: job(activityQuery, activitySchema, ({ recording }, { at, window }) => activityOf(recording, at, window)),
  analysis: job(momentQuery, analysisSchema, ({ recording }, { at }) => analysisAt(recording, at)),
  choices: job(momentQuery, choicesSchema, ({ recording }, { at }) => choicesOf(recording.snapshotAt(at), recording.scenario)),
  config: job(configQuery, configSchema, ofProxy(configAt)),
  'config-find': job(configFindQuery, configFindSchema, ofProxy(configFindAt)),
  'config-folds': job(configFoldsQuery, configFoldsSchema, ofProxy(configFoldsAt)),
  'config-lines': job(configLinesQuery, configLinesSchema, ofProxy(configLinesAt)),
  'config-resource': job(configResourceQuery, configResourceSchema, ofProxy(configResourceAt)),
  'config-search': job(configSearchQuery, configSearchSchema, ofProxy(configSearchAt)),
  describe: job(describeQuery, describeSchema, ({ recording }, query) => describeAt(recording, query)),
  diff: job(diffQuery, diffSchema, ofProxy(diffAt)),
  'diff-resource': job(diffResourceQuery, diffResourceSchema, ofProxy(diffResourceAt)),
  'diff-resources': job(diffQuery, diffResourcesSchema, ofProxy(diffResourcesAt)),
  'diff-unified': job(diffQuery, diffUnifiedSchema, ofProxy(diffUnifiedAt)),
  entries: job(walkQuery, entriesSchema, ({ recording }, query) => entriesOf(recording, checkedQuestion(query))),
  evidence: job(evidenceQuery, evidenceTextSchema, ({ recording }, query) => evidenceAt(recording, query)),
  'history-rules': job(ruleHistoryQuery, ruleHistorySchema, ({ recording }, query) => ruleHistory(recording, query)),
  'history-xds': job(xdsHistoryQuery, xdsHistorySchema, ({ recording }, query) => xdsHistory(recording, query)),
  netfilter: job(netfilterQuery, netfilterSchema, ({ recording }, { netns, at }) => netfilterAt(recording, netns, at)),
  'netfilter-chain': job(chainQuery, chainSchema, ({ recording }, query) => chainAt(recording, query)),
  'netfilter-computed': job(netfilterQuery, netfilterComputedSchema, ({ recording }, { netns, at }) => computedAt(recording, netns, at)),
  'netfilter-connections': job(connectionsQuery, connectionsSchema, ({ recording }, query) => connectionsAt(recording, query)),
  'netfilter-elements': job(elementsQuery, elementsSchema, ({ recording }, query) => elementsAt(recording, query)),
  'netfilter-outline': job(outlineQuery, outlineSchema, ({ recording }, { netns, at, since, form }) =>
    outlineAt(recording, netns, at, since, form),
  ),
  'netfilter-search': job(netfilterSearchQuery, netfilterSearchSchema, ({ recording }, query) => searchRules(recording, query)),
  object: job(objectYamlQuery, objectYamlSchema, ({ recording }, query) => objectYamlAt(recording, query)),
  'object-events': job(objectEventsQuery, objectEventsSchema, ({ recording }, query) => objectEventsAt(recording, query)),
  overview: job(momentQuery, overviewSchema, ({ recording }, { at }) => overviewAt(recording, at)),
  poll: job(pollQuery, pollSchema, ({ name, recording }, { since, until }) => framesBetween(timelineOf(name, recording), since, until)),
  proxies: job(momentQuery, proxiesSchema, ({ recording }, { at }) => proxiesAt(recording, at)),
  'proxy-differences': job(proxyQuery, proxyDifferencesSchema, ofProxy(differencesAt)),
  'proxy-history': job(proxyQuery, proxyHistorySchema, ({ recording }, query) => historyAt(recording, query)),
  request: job(requestQuery, requestAnswerSchema, ({ name, recording }, { id, at }) => requestById(name, recording, id, at)),
  skipped: job(skippedQuery, skippedAnswerSchema, ({ recording }, query) => skippedAt(recording, query)),
  strips: job(momentQuery, stripsSchema, async ({ recording }) => ({ strips: await stripsOf(recording) })),
  timeline: job(momentQuery, timelineSchema, ({ name, recording }) => timelineOf(name, recording)),
  walk: job(walkQuery, walkSchema, ({ recording }, query) => walkOnceRead(recording, checkedQuestion(query))),
}
export type JobName = keyof typeof jobs

/** The answer as JSON text, in the shape of its schema and nothing besides. Throws Failure, or what the work throws. */
export async function answerText(name: JobName, subject: Subject, query: unknown): Promise<string> {
  // Each job's parts fit each other; that they do is lost once it is chosen by name.
  const { answer, work } = jobs[name] as Job
  return JSON.stringify(answer.parse(await work(subject, query as z.infer<z.ZodObject>)))
}
