import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openRecording } from '@/lib/recording/open'
import { answerText, jobs } from '@/server/threads/jobs'
import type { JobName } from '@/server/threads/queries'

const NAME = 'nginx-nodeport'
const text = readFileSync('docs/api.md', 'utf8')
const walked = { from: 'testpc', url: 'http://www.gasida.dev:30492/' }

/** What each example of the API's page was asked with. */
const asked: [title: string, job: JobName, query: Record<string, unknown>][] = [
  ['/api/proxies?', 'proxies', {}],
  ['/api/walk', 'walk', walked],
  ['/api/request', 'request', { id: 'by-name' }],
  ['/api/diff', 'diff', { proxy: 'nginx-pod.default', type: 'clusters' }],
  ['/api/describe', 'describe', { pod: 'nginx-pod.default' }],
  ['/api/netfilter?', 'netfilter', { netns: 'k3s-w2', at: 5254 }],
  ['/api/netfilter/computed', 'netfilter-computed', { netns: 'k3s-w2' }],
  ['/api/overview', 'overview', {}],
  ['/api/analysis', 'analysis', {}],
  ['/api/entries', 'entries', { ...walked, url: 'http://192.168.10.102:30492/', host: 'www.gasida.dev' }],
  ['/api/strips', 'strips', {}],
  ['/api/choices', 'choices', {}],
  ['/api/evidence', 'evidence', { entry: 'nodes/k3s-w2/iptables-save.txt', line: 5, context: 1 }],
  ['/api/timeline', 'timeline', {}],
  ['/api/activity', 'activity', { at: 5254, window: 1000 }],
]

type Json = null | boolean | number | string | Json[] | { [name: string]: Json }
const isCut = (item: Json): item is string => typeof item === 'string' && item.startsWith('…')

/** Where an example says something else than the answer; what it cuts at … is not compared. */
function differences(example: Json, answer: Json | undefined, path = ''): string[] {
  if (typeof example === 'string' && typeof answer === 'string' && example.endsWith('…'))
    return answer.startsWith(example.slice(0, -1)) ? [] : [`${path}: begins otherwise`]
  if (Array.isArray(example) && Array.isArray(answer)) return listDifferences(example, answer, path)
  if (typeof example === 'object' && typeof answer === 'object' && example && answer && !Array.isArray(example) && !Array.isArray(answer))
    return [...new Set([...Object.keys(example), ...Object.keys(answer)])].flatMap((name) => {
      const said = example[name]
      return said === undefined ? [`${path}/${name}: is not told`] : differences(said, answer[name], `${path}/${name}`)
    })
  return example === answer ? [] : [`${path}: ${JSON.stringify(example)}, really ${JSON.stringify(answer)}`]
}

/** `… 3 more` stands for as many items, of which the last ones are not counted: a walk may learn a step. A bare … stands for all that follow. */
function listDifferences(example: Json[], answer: Json[], path: string): string[] {
  const found: string[] = []
  let at = 0
  for (const item of example) {
    if (item === '…') return found
    if (isCut(item)) at += Number(/\d+/.exec(item)?.[0])
    else found.push(...differences(item, answer[at], `${path}/${at++}`))
  }
  const isWhole = !example.some(isCut)
  return isWhole && at !== answer.length ? [...found, `${path}: ${at} items, really ${answer.length}`] : found
}

test.each(asked)('the example of %s is a real answer', async (title, job, query) => {
  const opened = openRecording(new Uint8Array(readFileSync(`recordings/${NAME}.zip`)), `${NAME}.zip`)
  if (!opened.ok) throw new Error(opened.problem.message)
  const [, example = ''] = /^```json\n(.*?)^```/ms.exec(text.slice(text.indexOf(`# GET ${title}`))) ?? []
  const source = { name: NAME, recording: opened.value }
  const answer = JSON.parse(await answerText(job, source, jobs[job].query.parse({ header: [], ...query })))
  expect(differences(JSON.parse(example), answer)).toEqual([])
})
