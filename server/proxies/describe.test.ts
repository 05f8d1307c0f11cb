import { describe, expect, it } from 'vitest'
import { type DescribeAnswer, describeQuery, describeSchema } from '@/lib/api/describe'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import type { Recording } from '@/lib/recording/recording'
import { visibleRecording } from '@/server/auth/visible-recording'
import { describeAt } from '@/server/proxies/describe'

const proxies = (recording: Recording) => recording.entries().flatMap((entry) => /^versions\/describe\/(.+)\.txt$/.exec(entry)?.[1] ?? [])

/** The answer as it crosses HTTP. */
const asked = async (recording: Recording, pod: string): Promise<DescribeAnswer> =>
  describeSchema.parse(JSON.parse(JSON.stringify(await describeAt(recording, describeQuery.parse({ pod })))))

describe('GET /api/describe', () => {
  it('has what istioctl printed, and the facts behind it, of each described pod of the smaller recordings', async () => {
    let answers = 0
    for (const name of recordingNames().filter((one) => !one.startsWith('scale'))) {
      const recording = recordingNamed(name)
      for (const pod of proxies(recording).slice(0, 3)) {
        const { istioctl, services, selectedBy, evidence } = await asked(recording, pod)
        // To the letter: describe.recordings.test.ts.
        expect(istioctl.text.split('\n'), `${name} ${pod}`).toHaveLength(
          (recording.text(`versions/describe/${pod}.txt`) ?? '').split('\n').length,
        )
        expect(istioctl.command).toContain(pod)
        expect(services?.map((service) => service.name) ?? null, pod).toEqual(istioctl.error ? null : selectedBy.map((one) => one.name))
        expect(evidence.length > 0, pod).toBe(true)
        answers += 1
      }
    }
    expect(answers).toBeGreaterThan(20)
  })

  it('names the objects of another context by their namespace', async () => {
    const recording = recordingNamed('nginx-nodeport')
    const [pod = ''] = proxies(recording)
    const { istioctl } = await describeAt(recording, describeQuery.parse({ pod, namespace: 'elsewhere' }))
    expect(istioctl.text).toContain(`Pod: ${pod}\n`)
  })

  it('says where istioctl overlooks something, and only there', async () => {
    expect((await asked(recordingNamed('policy'), 'api.policy')).istioctl.overlooks).toBe(true)
    expect((await asked(recordingNamed('nginx-nodeport'), 'nginx-pod.default')).istioctl.overlooks).toBe(false)
  })

  it('is made of what its reader may see: of one namespace nothing of another’s gateways', async () => {
    const full = recordingNamed('bookinfo')
    const pod = proxies(full).find((one) => one.endsWith('.book-demo')) ?? ''
    const own = new Set(['book-demo'])
    const byNamespace = new Map(['pods', 'services'].map((resource) => [resource, own]))
    const view = visibleRecording(full, { everything: false, clusterWide: new Set(), byNamespace, tunnels: own, key: 'own' })
    const answer = await asked(view, pod)
    expect(answer.services).not.toBeNull()
    expect(answer.ingress).toEqual({ pods: [], service: false, exposures: [], unread: null })
    expect(JSON.stringify(answer)).not.toContain('istio-system')
    await expect(asked(view, proxies(full).find((one) => one.endsWith('.istio-system')) ?? '')).rejects.toThrow('had been seen')
  })

  it('has the Envoys of a live cluster read first: the pod’s, and the ingress gateways’', async () => {
    const recording = recordingNamed('nginx-nodeport')
    const wanted: string[] = []
    const readFirst = async (netns: Iterable<string>) => wanted.push(...netns) > 0
    const grows = { shapeAt: 0, looked: () => {}, readFirst, askIstiod: async () => {} }
    const live: Recording = Object.create(recording, { grows: { value: grows } })
    const { ingress } = await asked(live, 'nginx-pod.default')
    expect(ingress.pods).toHaveLength(1)
    expect(wanted).toEqual(['default.nginx-pod', ...ingress.pods.map(({ name, namespace }) => `${namespace}.${name}`)])
  })
})
