'use client'

import { useMemo } from 'react'
import { troublesOf } from '@/components/path/feed'
import type { PathViewProps } from '@/components/path/path-props'
import type { ProxyState } from '@/components/path/proxy-state'
import { useChoicesQuery } from '@/components/question/choices'
import { useProxyClock, useProxyList } from '@/components/shell/proxy-errors'

type Proxies = NonNullable<PathViewProps['proxies']>
type Places = NonNullable<PathViewProps['places']>

/** What the picture's frames say beside the walk: addresses of nodes, clients and pods, and each Envoy's version and sync state. */
export function usePlaces(): { places: Places; proxies: Proxies } {
  const choices = useChoicesQuery().data
  const list = useProxyList().data
  const now = useProxyClock()
  return useMemo(() => {
    const places = new Map<string, { ip?: string; version?: string }>()
    for (const one of [...(choices?.nodes ?? []), ...(choices?.clients ?? [])]) places.set(one.name, { ip: one.ip })
    for (const pod of choices?.pods ?? []) if (pod.ip) places.set(pod.netns, { ip: pod.ip })
    const proxies = new Map<string, ProxyState>()
    for (const proxy of list ?? []) {
      const states = proxy.sync ? Object.values(proxy.sync).map((cell) => cell.state) : []
      const sync: ProxyState['sync'] = !proxy.sync
        ? proxy.connected
          ? null
          : 'NONE'
        : states.includes('ERROR')
          ? 'ERROR'
          : states.includes('STALE')
            ? 'STALE'
            : 'SYNCED'
      const troubles = troublesOf(proxy.sync, now)
      proxies.set(proxy.id, { sync, troubles, ...(proxy.envoyVersion ? { version: proxy.envoyVersion } : {}) })
    }
    return { places, proxies }
  }, [choices, list, now])
}
