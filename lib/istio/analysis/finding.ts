import { FINDING_CODES, type FindingCode } from '@/lib/istio/analysis/codes'
import { fullName, type Resource } from '@/lib/istio/analysis/resource'

export type { FindingCode }

export const levels = ['Error', 'Warning', 'Info'] as const
export type Level = (typeof levels)[number]

/** A value of a finding's sentence; a list is several names of one sort. */
export type Value = string | number | readonly (string | number)[]

/** One thing that an analyzer says of one object. `path`: the field it is about, `spec.http[0].route[1]`; null: the object as a whole. */
export interface Finding {
  code: FindingCode
  level: Level
  kind: string
  /** Empty for what has no namespace. */
  namespace: string
  name: string
  values: Readonly<Record<string, Value>>
  path: string | null
}

/** A finding about an object. `values` fill the code's template. */
export function finding(code: FindingCode, about: Resource, values: Finding['values'] = {}, path: string | null = null): Finding {
  const { kind, namespace, name } = about
  return { code, level: FINDING_CODES[code].level, kind, namespace, name, values, path }
}

/** `Gateway default/web`, as istioctl names what a finding is about. */
export const originOf = ({ kind, namespace, name }: Pick<Finding, 'kind' | 'namespace' | 'name'>): string =>
  `${kind} ${fullName({ namespace, name })}`
