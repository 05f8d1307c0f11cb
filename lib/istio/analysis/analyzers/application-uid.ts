import type { Analyzer } from '@/lib/istio/analysis/analyzer'
import { type Finding, finding } from '@/lib/istio/analysis/finding'
import { isControlPlane, templateOf } from '@/lib/istio/analysis/mesh-membership'
import { at, numberField, type Resource } from '@/lib/istio/analysis/resource'
import { field, type Json, listField, textField } from '@/lib/istio/json'
import { PROXY_UID } from '@/lib/istio/proxy-defaults'
import { PROXY_CONTAINER } from '@/lib/kubernetes/pods'

const ISTIOS_OWN = new Set([PROXY_CONTAINER, 'istio-operator'])

function* ofSpec(resource: Resource, spec: Json | undefined, path: string): Iterable<Finding> {
  if (isControlPlane(resource)) return
  const uid = (value: Json | undefined) => numberField(field(value, 'securityContext'), 'runAsUser')
  if (uid(spec) === PROXY_UID) yield finding('IST0144', resource, {}, `${path}.securityContext.runAsUser`)
  for (const [index, container] of listField(spec, 'containers').entries()) {
    if (ISTIOS_OWN.has(textField(container, 'name') ?? '') || uid(container) !== PROXY_UID) continue
    yield finding('IST0144', resource, {}, `${path}.containers[${index}].securityContext.runAsUser`)
  }
}

/** Apps that run as the proxy's user: nothing of theirs is redirected. */
export const applicationUid: Analyzer = {
  name: 'applicationUID.Analyzer',
  codes: ['IST0144'],
  needs: ['Pod', 'Deployment'],
  *analyze(configuration) {
    for (const pod of configuration.all('Pod')) yield* ofSpec(pod, pod.spec, 'spec')
    for (const deployment of configuration.all('Deployment'))
      yield* ofSpec(deployment, at(templateOf(deployment), 'spec'), 'spec.template.spec')
  },
}
