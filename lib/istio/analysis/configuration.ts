import { KUBERNETES_GATEWAYS } from '@/lib/istio/analysis/kinds'
import { fullName, type Resource, readResource } from '@/lib/istio/analysis/resource'
import { LabelIndex, type Labels } from '@/lib/istio/analysis/selector'
import { type Json, listField, type Problem, readJson } from '@/lib/istio/json'
import { OBJECT_LISTS, type ObjectKind } from '@/lib/kubernetes/object-lists'
import { atLeast, parseRelease } from '@/lib/kubernetes/release'
import type { Snapshot } from '@/lib/recording/snapshot'

/** Which objects may be seen at all: `namespace` null asks for all of them. */
export type Sees = (kind: ObjectKind, namespace: string | null) => boolean

/** What analyzers look at: the objects of a moment, indexed; each list is read when the first of them asks for it. */
export class Configuration {
  readonly problems: Problem[] = []
  private readonly lists = new Map<string, readonly Resource[] | null>()
  private readonly names = new Map<ObjectKind, ReadonlyMap<string, Resource>>()
  private readonly spaces = new Map<ObjectKind, ReadonlyMap<string, readonly Resource[]>>()
  private kubernetesGateways: ReadonlyMap<string, Resource> | null = null
  private readonly labels = new Map<string, LabelIndex>()

  /**
   * `meshConfig`: an istiod's mesh.json, null where none was read. `version`: Istio's, null where it is not told: then as the newest
   * known. `sees`: false for what may not be seen by who asks; what is not there may well be there then.
   */
  constructor(
    private readonly snapshot: Snapshot,
    readonly meshConfig: Json,
    private readonly version: string | null = null,
    readonly sees: Sees = () => true,
  ) {}

  /** Whether a kind's list was read; nothing can be said of what is missing in one that was not. */
  observed(kind: ObjectKind): boolean {
    return this.listAt(OBJECT_LISTS[kind], kind) !== null
  }

  all(kind: ObjectKind): readonly Resource[] {
    return this.listAt(OBJECT_LISTS[kind], kind) ?? []
  }

  find(kind: ObjectKind, place: Pick<Resource, 'namespace' | 'name'>): Resource | undefined {
    const known = this.names.get(kind) ?? new Map(this.all(kind).map((one) => [fullName(one), one]))
    this.names.set(kind, known)
    return known.get(fullName(place))
  }

  /** A Gateway of the Kubernetes Gateway API. */
  findKubernetesGateway(place: Pick<Resource, 'namespace' | 'name'>): Resource | undefined {
    this.kubernetesGateways ??= new Map((this.listAt(KUBERNETES_GATEWAYS, 'Gateway') ?? []).map((one) => [fullName(one), one]))
    return this.kubernetesGateways.get(fullName(place))
  }

  in(kind: ObjectKind, namespace: string): readonly Resource[] {
    const known = this.spaces.get(kind) ?? Map.groupBy(this.all(kind), (one) => one.namespace)
    this.spaces.set(kind, known)
    return known.get(namespace) ?? []
  }

  /** Pods by their labels, of one namespace or of all. */
  pods(selector: Labels, namespace: string | null): readonly Resource[] {
    const key = namespace ?? ''
    const known = this.labels.get(key) ?? new LabelIndex(namespace === null ? this.all('Pod') : this.in('Pod', namespace))
    this.labels.set(key, known)
    return known.select(selector)
  }

  namespaceLabels(namespace: string): Labels {
    return this.find('Namespace', { namespace: '', name: namespace })?.labels ?? new Map()
  }

  /** Whether Istio is of this minor release or a newer one; an untold one counts as the newest. */
  since(minor: number): boolean {
    const release = parseRelease(this.version)
    return release === null || atLeast(release, minor)
  }

  private listAt(path: string, kind: string): readonly Resource[] | null {
    const known = this.lists.get(path)
    if (known !== undefined) return known
    const observation = this.snapshot.read(path)
    const { value, problem } = observation ? readJson(observation.text, observation.entry) : { value: null, problem: null }
    if (problem) this.problems.push(problem)
    const read = observation && !problem ? listField(value, 'items').flatMap((item) => readResource(kind, item) ?? []) : null
    this.lists.set(path, read)
    return read
  }
}
