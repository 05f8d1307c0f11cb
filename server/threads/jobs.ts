import type { z } from 'zod'
import { activitySchema } from '@/lib/api/activity'
import { analysisSchema } from '@/lib/api/analysis'
import { choicesSchema } from '@/lib/api/choices'
import { describeSchema } from '@/lib/api/describe'
import { diffResourceSchema, diffResourcesSchema, diffSchema, diffUnifiedSchema } from '@/lib/api/diff'
import { entriesSchema } from '@/lib/api/entries'
import { evidenceTextSchema } from '@/lib/api/evidence-text'
import { ruleHistorySchema, xdsHistorySchema } from '@/lib/api/history'
import { netfilterSchema } from '@/lib/api/netfilter'
import { netfilterComputedSchema } from '@/lib/api/netfilter-computed'
import { chainSchema, connectionsSchema, elementsSchema, netfilterSearchSchema, outlineSchema } from '@/lib/api/netfilter-view'
import { objectEventsSchema } from '@/lib/api/object-events'
import { objectYamlSchema } from '@/lib/api/object-yaml'
import { overviewSchema, stripsSchema } from '@/lib/api/overview'
import { proxiesSchema } from '@/lib/api/proxies'
import {
  configFindSchema,
  configFoldsSchema,
  configLinesSchema,
  configResourceSchema,
  configSchema,
  configSearchSchema,
} from '@/lib/api/proxy-config'
import { proxyDifferencesSchema, proxyHistorySchema } from '@/lib/api/proxy-history'

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
import { type JobName, queries } from '@/server/threads/queries'
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

/** Every one of `queries` with its work. */
export const jobs = {
  activity: job(queries.activity, activitySchema, ({ recording }, { at, window }) => activityOf(recording, at, window)),
  analysis: job(queries.analysis, analysisSchema, ({ recording }, { at }) => analysisAt(recording, at)),
  choices: job(queries.choices, choicesSchema, ({ recording }, { at }) => choicesOf(recording.snapshotAt(at), recording.scenario)),
  config: job(queries.config, configSchema, ofProxy(configAt)),
  'config-find': job(queries['config-find'], configFindSchema, ofProxy(configFindAt)),
  'config-folds': job(queries['config-folds'], configFoldsSchema, ofProxy(configFoldsAt)),
  'config-lines': job(queries['config-lines'], configLinesSchema, ofProxy(configLinesAt)),
  'config-resource': job(queries['config-resource'], configResourceSchema, ofProxy(configResourceAt)),
  'config-search': job(queries['config-search'], configSearchSchema, ofProxy(configSearchAt)),
  describe: job(queries.describe, describeSchema, ({ recording }, query) => describeAt(recording, query)),
  diff: job(queries.diff, diffSchema, ofProxy(diffAt)),
  'diff-resource': job(queries['diff-resource'], diffResourceSchema, ofProxy(diffResourceAt)),
  'diff-resources': job(queries['diff-resources'], diffResourcesSchema, ofProxy(diffResourcesAt)),
  'diff-unified': job(queries['diff-unified'], diffUnifiedSchema, ofProxy(diffUnifiedAt)),
  entries: job(queries.entries, entriesSchema, ({ recording }, query) => entriesOf(recording, checkedQuestion(query))),
  evidence: job(queries.evidence, evidenceTextSchema, ({ recording }, query) => evidenceAt(recording, query)),
  'history-rules': job(queries['history-rules'], ruleHistorySchema, ({ recording }, query) => ruleHistory(recording, query)),
  'history-xds': job(queries['history-xds'], xdsHistorySchema, ({ recording }, query) => xdsHistory(recording, query)),
  netfilter: job(queries.netfilter, netfilterSchema, ({ recording }, { netns, at }) => netfilterAt(recording, netns, at)),
  'netfilter-chain': job(queries['netfilter-chain'], chainSchema, ({ recording }, query) => chainAt(recording, query)),
  'netfilter-computed': job(queries['netfilter-computed'], netfilterComputedSchema, ({ recording }, { netns, at }) =>
    computedAt(recording, netns, at),
  ),
  'netfilter-connections': job(queries['netfilter-connections'], connectionsSchema, ({ recording }, query) =>
    connectionsAt(recording, query),
  ),
  'netfilter-elements': job(queries['netfilter-elements'], elementsSchema, ({ recording }, query) => elementsAt(recording, query)),
  'netfilter-outline': job(queries['netfilter-outline'], outlineSchema, ({ recording }, { netns, at, since, form }) =>
    outlineAt(recording, netns, at, since, form),
  ),
  'netfilter-search': job(queries['netfilter-search'], netfilterSearchSchema, ({ recording }, query) => searchRules(recording, query)),
  object: job(queries.object, objectYamlSchema, ({ recording }, query) => objectYamlAt(recording, query)),
  'object-events': job(queries['object-events'], objectEventsSchema, ({ recording }, query) => objectEventsAt(recording, query)),
  overview: job(queries.overview, overviewSchema, ({ recording }, { at }) => overviewAt(recording, at)),
  poll: job(queries.poll, pollSchema, ({ name, recording }, { since, until }) => framesBetween(timelineOf(name, recording), since, until)),
  proxies: job(queries.proxies, proxiesSchema, ({ recording }, { at }) => proxiesAt(recording, at)),
  'proxy-differences': job(queries['proxy-differences'], proxyDifferencesSchema, ofProxy(differencesAt)),
  'proxy-history': job(queries['proxy-history'], proxyHistorySchema, ({ recording }, query) => historyAt(recording, query)),
  request: job(queries.request, requestAnswerSchema, ({ name, recording }, { id, at }) => requestById(name, recording, id, at)),
  skipped: job(queries.skipped, skippedAnswerSchema, ({ recording }, query) => skippedAt(recording, query)),
  strips: job(queries.strips, stripsSchema, async ({ recording }) => ({ strips: await stripsOf(recording) })),
  timeline: job(queries.timeline, timelineSchema, ({ name, recording }) => timelineOf(name, recording)),
  walk: job(queries.walk, walkSchema, ({ recording }, query) => walkOnceRead(recording, checkedQuestion(query))),
} satisfies { [K in JobName]: object }

/** The answer as JSON text, in the shape of its schema and nothing besides. Throws Failure, or what the work throws. */
export async function answerText(name: JobName, subject: Subject, query: unknown): Promise<string> {
  // Each job's parts fit each other; that they do is lost once it is chosen by name.
  const { answer, work } = jobs[name] as Job
  return JSON.stringify(answer.parse(await work(subject, query as z.infer<z.ZodObject>)))
}
