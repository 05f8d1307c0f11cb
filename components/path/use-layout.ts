'use client'

import { useEffect, useMemo, useState } from 'react'
import { panelWidth } from '@/components/path/panel/width'
import type { PathViewProps } from '@/components/path/path-props'
import type { Size } from '@/components/path/use-size'
import { layoutWalk } from '@/lib/path/layout'
import type { Layout } from '@/lib/path/model'

type Input = Pick<PathViewProps, 'walk' | 'way' | 'follow' | 'selected'> &
  Required<Pick<PathViewProps, 'proxies' | 'places'>> & {
    recorded: PathViewProps['recorded']
    elsewhere: PathViewProps['elsewhere']
    size: Size | null
    open: ReadonlySet<string>
  }

/** The picture for the canvas as it is; it changes with the question and the window, never with what is selected. */
export function useLayout({ walk, way, follow, selected, proxies, places, recorded, elsewhere, size, open }: Input) {
  const width = (size?.width ?? 1440) - ((size?.docked ?? true) ? panelWidth : 0)
  const height = size?.height ?? 766
  const set = size?.paged ? 'page' : (size?.wide ?? true) ? 'wide' : 'narrow'
  const outcome = recorded?.outcome ?? null
  const entries = elsewhere?.rows.length ?? 0
  const beyond = elsewhere?.beyond ?? null
  const versions = useMemo(
    () =>
      new Map([
        ...places,
        ...[...proxies].map(([id, p]) => [id, { ...places.get(id), ...(p.version ? { version: p.version } : {}) }] as const),
      ]),
    [places, proxies],
  )
  const [kept, setKept] = useState(selected)
  useEffect(() => {
    // A link to a folded step opens its run; choosing steps later never folds or unfolds anything.
    setKept((now) => now ?? selected)
  }, [selected])
  const layout: Layout = useMemo(
    () =>
      layoutWalk(walk, {
        width,
        height,
        set,
        way,
        follow,
        open,
        selected: kept,
        outcome,
        places: versions,
        beyond,
        entries,
      }),
    [walk, width, height, set, way, follow, open, kept, outcome, versions, beyond, entries],
  )
  return { layout, width, height }
}
