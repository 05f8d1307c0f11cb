import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, it } from 'vitest'
import { openRecording } from '@/lib/recording/open'
import type { KubeObject } from '@/server/source/cluster/kube-object'
import { trimObject } from '@/server/source/cluster/trim-object'

const SECRET = 'hunter2-hunter2'

it('keeps nothing of what programs are given as secrets, nor the server’s bookkeeping', () => {
  const pod: KubeObject = {
    metadata: {
      name: 'a',
      namespace: 'b',
      managedFields: [{ fieldsV1: SECRET }],
      annotations: { 'kubectl.kubernetes.io/last-applied-configuration': SECRET, 'istio.io/rev': 'default' },
    },
    spec: {
      nodeName: 'node',
      containers: [
        {
          name: 'app',
          env: [{ name: 'PASSWORD', value: SECRET }],
          command: ['sh', '-c', SECRET],
          args: [`--password=${SECRET}`],
          livenessProbe: { exec: { command: ['login', SECRET] } },
          envFrom: [],
          ports: [{ containerPort: 80 }],
        },
      ],
      initContainers: [
        {
          name: 'istio-init',
          args: ['istio-iptables'],
          env: [
            { name: 'ISTIO_META_DNS_CAPTURE', value: 'true' },
            { name: 'TOKEN', value: SECRET },
            { name: 'ISTIO_META_KEY', valueFrom: { secretKeyRef: { name: SECRET } } },
          ],
        },
      ],
    },
  }
  const text = JSON.stringify(trimObject(pod, 'v1', 'Pod'))
  expect(text).not.toContain(SECRET)
  expect(JSON.parse(text)).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'b', annotations: { 'istio.io/rev': 'default' } },
    spec: {
      nodeName: 'node',
      containers: [{ name: 'app', ports: [{ containerPort: 80 }] }],
      initContainers: [{ name: 'istio-init', args: ['istio-iptables'], env: [{ name: 'ISTIO_META_DNS_CAPTURE', value: 'true' }] }],
    },
  })
})

it('keeps nothing of them in a Deployment’s template either', () => {
  const containers = [{ name: 'app', image: 'app', env: [{ name: 'PASSWORD', value: SECRET }], command: [SECRET] }]
  const deployment: KubeObject = {
    metadata: { name: 'a', namespace: 'b' },
    spec: { replicas: 2, template: { metadata: { labels: { app: 'a' } }, spec: { containers } } },
  }
  expect(trimObject(deployment, 'apps/v1', 'Deployment')).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace: 'b' },
    spec: { replicas: 2, template: { metadata: { labels: { app: 'a' } }, spec: { containers: [{ name: 'app', image: 'app' }] } } },
  })
})

it('leaves other objects as they are, by every list of a recording', () => {
  const opened = openRecording(new Uint8Array(readFileSync(resolve('recordings/nginx-nodeport.zip'))), 'nginx-nodeport')
  if (!opened.ok) throw new Error(opened.problem.message)
  let count = 0
  for (const entry of opened.value.entries().filter((each) => /^k8s\/(?:services|virtualservices|endpointslices|nodes)/.test(each))) {
    for (const item of JSON.parse(opened.value.text(entry) ?? '').items) {
      const { metadata, ...rest } = trimObject(item, item.apiVersion, item.kind) as KubeObject
      expect(rest).toEqual((({ metadata: _, ...others }) => others)(item))
      expect(metadata).toMatchObject({ name: item.metadata.name, resourceVersion: item.metadata.resourceVersion })
      count++
    }
  }
  expect(count).toBeGreaterThan(10)
})
