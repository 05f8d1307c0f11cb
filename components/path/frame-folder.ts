import type { Frame } from '@/lib/path/model'
import { netnsOfProxy } from '@/lib/recording/netns'

/** The folder of a source's observations that a frame shows; null: it is of no namespace of its own. */
export function folderOf({ kind, name, sub, proxy }: Pick<Frame, 'kind' | 'name' | 'sub' | 'proxy'>): string | null {
  if (kind === 'node') return `nodes/${name}`
  if (kind === 'envoy') return proxy === undefined ? null : `pods/${netnsOfProxy(proxy)}/envoy`
  const namespace = sub.split(' · ')[0]
  return kind === 'pod' && namespace ? `pods/${namespace}.${name}` : null
}
