import type { DiffAnswer } from '@/lib/api/diff'
import { field, isObject, type Json, readJson, textField } from '@/lib/istio/json'

export interface DiffResource {
  name: string
  /** sent: only istiod has it; active: only Envoy has it. */
  change: 'same' | 'changed' | 'sent' | 'active'
  /** Lines of istiod's, and of Envoy's; empty where it has none. */
  sent: string[]
  active: string[]
}

/** Elements of the printed list begin and end at this indentation. */
const ELEMENT = '        '

/** The resources of both sides by name, those that differ first. */
export function diffResources(answer: DiffAnswer): DiffResource[] {
  const sent = elements(answer.sent)
  const active = elements(answer.active)
  const changes = new Map(answer.resources.map(({ name, change }) => [name, change]))
  const names = [...new Set([...sent.keys(), ...active.keys()])].sort()
  const resources = names.map((name): DiffResource => {
    const change = changes.get(name)
    return {
      name,
      change: change === undefined ? 'same' : change === 'removed' ? 'sent' : change === 'added' ? 'active' : 'changed',
      sent: sent.get(name) ?? [],
      active: active.get(name) ?? [],
    }
  })
  return [...resources.filter((r) => r.change !== 'same'), ...resources.filter((r) => r.change === 'same')]
}

/** The printed dump cut into its list's elements, by the resource's name; lines moved to the left edge. */
function elements(text: string): Map<string, string[]> {
  const found = new Map<string, string[]>()
  let open: string[] | null = null
  for (const line of text.split('\n')) {
    if (line === `${ELEMENT}{`) open = []
    open?.push(line.slice(ELEMENT.length))
    if (open && (line === `${ELEMENT}}` || line === `${ELEMENT}},`)) {
      open[open.length - 1] = '}'
      const name = nameOf(readJson(open.join('\n'), '').value)
      found.set(name, [...(found.get(name) ?? []), ...open])
      open = null
    }
  }
  return found
}

function nameOf(element: Json): string {
  const holder = field(element, 'activeState') ?? element
  const resource = isObject(holder) ? (field(holder, 'listener') ?? field(holder, 'cluster') ?? field(holder, 'routeConfig')) : undefined
  return textField(resource, 'name') ?? ''
}
