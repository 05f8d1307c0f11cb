import { z } from 'zod'
import { ApiFailure } from '@/server/source/cluster/api-failure'
import type { Resource } from '@/server/source/cluster/discovery'
import type { KubeApi } from '@/server/source/cluster/kube-api'
import { Limiter } from '@/server/source/cluster/limiter'

/** Questions to the API server for one person at a time. */
const AT_A_TIME = 8
/** Namespaces that are asked about for somebody who may not see all: more than this are not shown. */
const MAX_NAMESPACES = 500

/** What one person may see: for each resource all namespaces or some; and where Envoys and kernels may be looked into. */
export interface Rights {
  /** Everything of the cluster may be listed: dumps tell nothing that could not be asked for. */
  everything: boolean
  /** Resources without a namespace, by name. */
  clusterWide: ReadonlySet<string>
  /** Resource → namespaces; resources of `clusterWide` are not in it. */
  byNamespace: ReadonlyMap<string, ReadonlySet<string>>
  /** Namespaces into whose pods one may open a tunnel oneself. */
  tunnels: ReadonlySet<string>
  /** The same for the same rights. */
  key: string
}

const reviewSchema = z.object({ status: z.object({ allowed: z.boolean().optional() }) })
const rulesSchema = z.object({
  status: z.object({
    resourceRules: z.array(
      z.object({
        verbs: z.array(z.string()),
        apiGroups: z.array(z.string()).nullish(),
        resources: z.array(z.string()).nullish(),
        resourceNames: z.array(z.string()).nullish(),
      }),
    ),
  }),
})
type Rule = z.infer<typeof rulesSchema>['status']['resourceRules'][number]

/** Asks the API server with the person's own token. Throws ApiFailure 401 when it is good no longer. */
export async function askRights(
  api: KubeApi,
  token: string,
  resources: readonly Resource[],
  namespaces: readonly string[],
): Promise<Rights> {
  const limiter = new Limiter(AT_A_TIME)
  const clusterWide = new Set<string>()
  await Promise.all(
    resources.map((resource) =>
      limiter.run(async () => {
        if (await mayList(api, token, resource)) clusterWide.add(resource.name)
      }),
    ),
  )
  const everything = resources.every(({ name }) => clusterWide.has(name))
  const byNamespace = new Map<string, Set<string>>()
  const tunnels = new Set<string>()
  if (!everything) {
    const others = resources.filter(({ name }) => !clusterWide.has(name))
    await Promise.all(
      namespaces.slice(0, MAX_NAMESPACES).map((namespace) =>
        limiter.run(async () => {
          const rules = await rulesIn(api, token, namespace)
          for (const resource of others) {
            if (!allows(rules, 'list', groupOf(resource), pluralOf(resource))) continue
            byNamespace.set(resource.name, (byNamespace.get(resource.name) ?? new Set()).add(namespace))
          }
          if (allows(rules, 'create', '', 'pods/portforward')) tunnels.add(namespace)
        }),
      ),
    )
  }
  const key = JSON.stringify([
    everything,
    [...clusterWide].sort(),
    [...byNamespace].map(([name, found]) => [name, [...found].sort()]).sort(),
    [...tunnels].sort(),
  ])
  return { everything, clusterWide, byNamespace, tunnels, key }
}

const groupOf = ({ apiVersion }: Resource): string => (apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : '')
const pluralOf = ({ name }: Resource): string => name.split('.')[0] ?? name

async function mayList(api: KubeApi, token: string, resource: Resource): Promise<boolean> {
  const answer = await api.json('/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
    method: 'POST',
    token,
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { verb: 'list', group: groupOf(resource), resource: pluralOf(resource) } },
    },
  })
  return reviewSchema.parse(answer).status.allowed === true
}

async function rulesIn(api: KubeApi, token: string, namespace: string): Promise<Rule[]> {
  const answer = await api.json('/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', {
    method: 'POST',
    token,
    body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } },
  })
  const rules = rulesSchema.safeParse(answer)
  if (!rules.success) throw new ApiFailure(0, 'the API server’s answer is no review of rules')
  return rules.data.status.resourceRules
}

/** A rule for named objects only says nothing of a list. */
function allows(rules: readonly Rule[], verb: string, group: string, resource: string): boolean {
  const has = (list: readonly string[] | null | undefined, word: string) => list?.includes(word) === true || list?.includes('*') === true
  return rules.some(
    (rule) =>
      (rule.resourceNames ?? []).length === 0 && has(rule.verbs, verb) && has(rule.apiGroups, group) && has(rule.resources, resource),
  )
}

/** Whether an object of a resource may be seen. `namespace` null: it has none. */
export function maySee(rights: Rights, resource: string, namespace: string | null): boolean {
  if (rights.everything || rights.clusterWide.has(resource)) return true
  // A namespace is known to whoever may list something in it.
  if (resource === 'namespaces' && namespace === null) return false
  return namespace !== null && rights.byNamespace.get(resource)?.has(namespace) === true
}

/** Whether a pod's Envoy and kernel may be looked into: they name what other namespaces have. */
export function mayLookInto(rights: Rights, namespace: string): boolean {
  return rights.everything || (rights.tunnels.has(namespace) && maySee(rights, 'pods', namespace))
}
