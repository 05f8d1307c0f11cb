import { describe, expect, it } from 'vitest'
import { analyze } from '@/lib/istio/analysis/analyze'
import { Configuration } from '@/lib/istio/analysis/configuration'
import { configurationOf, told } from '@/lib/istio/analysis/testing/configuration'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import { OBJECT_LISTS } from '@/lib/kubernetes/object-lists'

const NAMESPACE = (annotation: string) => `
kind: Namespace
metadata: {name: shop, annotations: {${annotation}}}`

describe('an analysis', () => {
  it('says nothing that the object’s own annotation suppresses', () => {
    expect(told(NAMESPACE(''), ['IST0102'])).toHaveLength(1)
    expect(told(NAMESPACE('galley.istio.io/analyze-suppress: IST0102'), ['IST0102'])).toEqual([])
    expect(told(NAMESPACE('galley.istio.io/analyze-suppress: "*"'))).toEqual([])
    expect(told(NAMESPACE('galley.istio.io/analyze-suppress: IST0103'), ['IST0102'])).toHaveLength(1)
  })

  it('says which list it did not read, and nothing by what would be in it', () => {
    const service =
      'kind: VirtualService\nmetadata: {name: web, namespace: shop}\nspec: {hosts: [a.com], http: [{route: [{destination: {host: web}}]}]}'
    expect(told(service, ['IST0101'])).toHaveLength(1)
    const { findings, undecided } = analyze(configurationOf(service, { unread: ['Service'] }))
    expect(findings).toEqual([])
    expect(undecided).toContainEqual({ code: 'IST0112', kind: 'Service', about: 0 })
    expect(analyze(configurationOf(service)).undecided).not.toContainEqual({ code: 'IST0112', kind: 'Service', about: 0 })
  })

  it('counts what only Secrets would decide', () => {
    const gateway =
      'kind: Gateway\nmetadata: {name: edge, namespace: shop}\nspec: {servers: [{hosts: [a.com], port: {number: 443, name: https, protocol: HTTPS}, tls: {mode: SIMPLE, credentialName: cert}}]}'
    expect(analyze(configurationOf(gateway)).undecided).toContainEqual({ code: 'IST0161', kind: 'Secret', about: 1 })
  })

  it('takes a broken list for one that was not read', () => {
    const read = (path: string) => (path === OBJECT_LISTS.Service ? { path, entry: path, at: 0, text: '{"items": [' } : null)
    const configuration = new Configuration({ at: 0, paths: () => [], under: () => [], read }, {})
    expect(configuration.observed('Service')).toBe(false)
    expect(configuration.problems).toHaveLength(1)
  })
})

describe('how long an analysis takes', () => {
  const SERVICES = 5000

  it('is short for 5,000 Services with a VirtualService, a DestinationRule, a Deployment and a pod each', () => {
    const lists: Record<'Service' | 'VirtualService' | 'DestinationRule' | 'Deployment' | 'Pod', unknown[]> = {
      Service: [],
      VirtualService: [],
      DestinationRule: [],
      Deployment: [],
      Pod: [],
    }
    const namespace = { metadata: { name: 'shop', labels: { 'istio-injection': 'enabled' } } }
    const items = new Map<string, unknown[]>([['Namespace', [namespace]], ...Object.entries(lists)])
    for (let i = 0; i < SERVICES; i++) {
      const metadata = { name: `web-${i}`, namespace: 'shop', labels: { app: `web-${i}` } }
      const spec = { containers: [{ name: 'app' }, { name: 'istio-proxy', image: 'proxyv2' }] }
      lists.Service.push({ metadata, spec: { selector: { app: `web-${i}` }, ports: [{ name: 'http', port: 80 }] } })
      lists.VirtualService.push({
        metadata,
        spec: { hosts: [`web-${i}`], http: [{ route: [{ destination: { host: `web-${i}`, subset: 'v1' } }] }] },
      })
      lists.DestinationRule.push({ metadata, spec: { host: `web-${i}`, subsets: [{ name: 'v1', labels: { app: `web-${i}` } }] } })
      lists.Deployment.push({ metadata, spec: { template: { metadata: { labels: metadata.labels }, spec } } })
      lists.Pod.push({ metadata, spec })
    }
    const texts = new Map(
      Object.entries(OBJECT_LISTS).map(([kind, path]) => [path as string, JSON.stringify({ items: items.get(kind) ?? [] })]),
    )
    const read = (path: string) => {
      const text = texts.get(path)
      return text === undefined ? null : { path, entry: path, at: 0, text }
    }
    const started = performance.now()
    const { findings } = analyze(new Configuration({ at: 0, paths: () => [], under: () => [], read }, {}))
    const took = performance.now() - started
    console.log(`analyze: ${SERVICES} Services in ${Math.round(took)} ms`)
    expect(findings).toEqual([])
    expect(took).toBeLessThan(3000)
  })

  it('is short for the largest recording', () => {
    const objects = (name: string) => recordingNamed(name).size(OBJECT_LISTS.Service) ?? 0
    const [largest = ''] = recordingNames().sort((a, b) => objects(b) - objects(a))
    const recording = recordingNamed(largest)
    const started = performance.now()
    const { findings } = analyze(new Configuration(recording.snapshotAt(0), {}, recording.scenario.versions.istio ?? null))
    const took = performance.now() - started
    console.log(`analyze: ${largest} in ${Math.round(took)} ms, ${findings.length} findings`)
    expect(findings.length).toBeGreaterThan(0)
    expect(took).toBeLessThan(1500)
  })
})
