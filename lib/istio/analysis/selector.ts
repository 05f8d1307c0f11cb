import type { Resource } from '@/lib/istio/analysis/resource'

export type Labels = ReadonlyMap<string, string>

/** Whether labels have all of a selector's; one that names none takes all. */
export function matches(selector: Labels, labels: Labels): boolean {
  for (const [key, value] of selector) if (labels.get(key) !== value) return false
  return true
}

/** `app=web,version=v1`: a selector as Kubernetes prints it, by key. */
export const selectorText = (selector: Labels): string =>
  [...selector]
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',')

/** Objects by their labels: a selector is matched against those of its rarest label only. */
export class LabelIndex {
  private readonly byLabel = new Map<string, Resource[]>()

  constructor(private readonly all: readonly Resource[]) {
    for (const resource of all)
      for (const [key, value] of resource.labels) {
        const known = this.byLabel.get(`${key}=${value}`)
        if (known) known.push(resource)
        else this.byLabel.set(`${key}=${value}`, [resource])
      }
  }

  select(selector: Labels): readonly Resource[] {
    let fewest = this.all
    for (const [key, value] of selector) {
      const having = this.byLabel.get(`${key}=${value}`) ?? []
      if (having.length < fewest.length) fewest = having
    }
    return fewest.filter((resource) => matches(selector, resource.labels))
  }
}
