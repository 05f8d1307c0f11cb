import type { PagePatch, PageState } from '@/components/shell/page-state'

/** The views that exist, in the order of their tabs and number keys. A view that isn't built has no entry here. */
export const views = [
  { id: 'path', path: '/' },
  { id: 'proxies', path: '/proxies' },
  { id: 'netfilter', path: '/netfilter' },
  { id: 'requests', path: '/requests' },
] as const

export type ViewId = (typeof views)[number]['id']

export const viewOf = (pathname: string): ViewId => views.find((view) => view.path !== '/' && pathname.startsWith(view.path))?.id ?? 'path'

/** What the address keeps when the view changes: the source, the moment and the question, not what is open in a view. */
export function keptAcrossViews(state: PageState): PagePatch {
  const { step: _step, view: _view, follow: _follow, ways: _ways, level: _level, namespace: _namespace, ...kept } = state
  return kept
}

/** An address of the Netfilter view in which a chain, an address or a port is sought. */
export const hrefOfRules = (netfilter: string, text: string): string =>
  `${netfilter}${netfilter.includes('?') ? '&' : '?'}${new URLSearchParams({ q: text })}`

/** An address of the Proxies view with the row of a proxy (POD.NAMESPACE) open. */
export const hrefOfProxy = (proxies: string, proxy: string): string =>
  `${proxies}${proxies.includes('?') ? '&' : '?'}${new URLSearchParams({ open: proxy })}`
