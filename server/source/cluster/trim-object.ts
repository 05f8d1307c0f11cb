import type { KubeObject } from '@/server/source/cluster/kube-object'

/** Annotations that repeat the whole object, or that tools keep for themselves. */
const DROPPED_ANNOTATIONS = /^(?:kubectl\.kubernetes\.io\/|sidecar\.istio\.io\/status$|meta\.helm\.sh\/)/
/** Where programs are given passwords; no walk asks for them. */
const CONTAINER_SECRETS = ['env', 'envFrom', 'command', 'args', 'lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const
/** Istio's own containers are told by arguments and these settings how to redirect; the rules of a pod that can't be read are computed from them. */
const ISTIO_CONTAINERS = new Set(['istio-init', 'istio-validation', 'istio-proxy'])
const ISTIO_SETTINGS = /^(?:ISTIO_[A-Z0-9_]+|INVALID_DROP|PROXY_CONFIG)$/

type Fields = Record<string, unknown>

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * What is kept of an object: without the server's bookkeeping, and of a pod, or a Deployment's template, without what its containers are
 * given as environment, arguments and commands. Nothing that is left out here can reach a browser or a file. `kind` as lists don't repeat it.
 */
export function trimObject(object: KubeObject, apiVersion: string, kind: string): Fields {
  const { managedFields: _, annotations, ...metadata } = object.metadata as Fields
  const kept: Fields = isFields(annotations)
    ? Object.fromEntries(Object.entries(annotations).filter(([name]) => !DROPPED_ANNOTATIONS.test(name)))
    : {}
  const { spec } = object
  return {
    ...object,
    apiVersion,
    kind,
    metadata: Object.keys(kept).length > 0 ? { ...metadata, annotations: kept } : metadata,
    ...(isFields(spec) ? { spec: trimSpec(kind, spec) } : {}),
  }
}

function trimSpec(kind: string, spec: Fields): Fields {
  if (kind === 'Pod') return withoutSecrets(spec)
  const { template } = spec
  if (kind !== 'Deployment' || !isFields(template) || !isFields(template.spec)) return spec
  return { ...spec, template: { ...template, spec: withoutSecrets(template.spec) } }
}

function withoutSecrets(spec: Fields): Fields {
  const clean = (list: unknown) =>
    Array.isArray(list)
      ? list.map((container: unknown) => {
          if (!isFields(container)) return container
          const kept = { ...container }
          for (const name of CONTAINER_SECRETS) delete kept[name]
          return ISTIO_CONTAINERS.has(String(container.name)) ? { ...kept, args: container.args, env: istioSettings(container.env) } : kept
        })
      : list
  return {
    ...spec,
    containers: clean(spec.containers),
    ...(spec.initContainers === undefined ? {} : { initContainers: clean(spec.initContainers) }),
  }
}

/** The settings among a container's environment that stand there in plain words. */
function istioSettings(env: unknown): unknown[] {
  return (Array.isArray(env) ? env : []).filter(
    (each: unknown) => isFields(each) && typeof each.value === 'string' && ISTIO_SETTINGS.test(String(each.name)),
  )
}
