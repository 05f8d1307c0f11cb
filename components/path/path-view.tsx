'use client'

import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { AnswerStrip } from '@/components/path/answer-strip'
import { Drawing } from '@/components/path/drawing'
import { FollowList } from '@/components/path/follow-list'
import { usePathKeys } from '@/components/path/keys'
import { Legend } from '@/components/path/legend'
import { Pager } from '@/components/path/pager'
import { peekHeight } from '@/components/path/panel/width'
import type { PathViewProps } from '@/components/path/path-props'
import type { ZoomCommand } from '@/components/path/pilot'
import type { PictureKind } from '@/components/path/save-picture'
import { useStopName, useStopSaid } from '@/components/path/use-explain'
import { useLayout } from '@/components/path/use-layout'
import { useLineDrawing } from '@/components/path/use-line-drawing'
import { useSize } from '@/components/path/use-size'
import { useStepping } from '@/components/path/use-stepping'
import { detailAt, type PathContext, pathContext } from '@/components/path/view-context'
import { placeFurniture } from '@/lib/path/furniture'
import { tell } from '@/lib/path/story'

// Only a chosen step needs the panel, and only a click the export; the walk is drawn without them.
const loadPanel = () => import('@/components/path/panel/panel')
const Panel = dynamic(() => loadPanel().then((module) => module.Panel), { ssr: false })
// Most walks end where they should.
const BeyondLayer = dynamic(() => import('@/components/path/beyond-layer').then((module) => module.BeyondLayer), { ssr: false })
const EntryList = dynamic(() => import('@/components/path/entry-list').then((module) => module.EntryList), { ssr: false })

const noDeltas: NonNullable<PathViewProps['deltas']> = new Map()
const noProxies: NonNullable<PathViewProps['proxies']> = new Map()
const noPlaces: NonNullable<PathViewProps['places']> = new Map()

/** The Path view: the answer in one line, the picture, the panel. Its state lives in the page's address, with the caller. */
export function PathView({
  walk,
  recorded = null,
  elsewhere = null,
  deltas = noDeltas,
  proxies = noProxies,
  places = noPlaces,
  selected,
  onSelect,
  follow,
  onFollow,
  way,
  onWay,
  recording,
  start = null,
  freeze = false,
  onCompare,
  skippedUrl,
}: PathViewProps) {
  const t = useTranslations('path')
  const area = useRef<HTMLDivElement>(null)
  const size = useSize(area)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [hovered, setHovered] = useState<string | null>(null)
  const [zoom, setZoom] = useState(1)
  const [page, setPage] = useState(0)
  const [turn, setTurn] = useState<{ to: number; n: number } | null>(null)
  const [legend, setLegend] = useState(true)
  const [minimap, setMinimap] = useState<boolean | null>(null)
  const [panelOpen, setPanelOpen] = useState(true)
  const [sheet, setSheet] = useState(false)
  const [whole, setWhole] = useState(false)
  const [command, setCommand] = useState<{ kind: ZoomCommand; n: number } | null>(null)
  const { layout, width, height } = useLayout({ walk, way, follow, selected, proxies, places, recorded, elsewhere, size, open })
  const story = useMemo(() => tell(walk, follow), [walk, follow])
  const draw = useLineDrawing(walk, freeze)
  const nameOf = useStopName(layout, proxies)
  const said = useStopSaid(nameOf)

  useEffect(() => {
    // Once the walk is drawn, so that the first step chosen shows at once.
    const timer = setTimeout(() => void loadPanel(), 500)
    return () => clearTimeout(timer)
  }, [])

  const stop = layout.stops.find((s) => s.id === selected) ?? null
  const choose = useCallback(
    (id: string | null) => {
      onSelect(id)
      if (id !== null) setPanelOpen(true)
    },
    [onSelect],
  )
  const { order, visit, move, goTo } = useStepping(layout, selected, choose, area)
  const zoomBy = useCallback((kind: ZoomCommand) => setCommand((old) => ({ kind, n: (old?.n ?? 0) + 1 })), [])
  const turnTo = (to: number) => setTurn((old) => ({ to, n: (old?.n ?? 0) + 1 }))
  const branch = (index: number, fork = layout.choices.length - 1) => {
    if (!layout.choices[fork]?.[index]) return
    onFollow([...layout.choices.slice(0, fork).map((list) => list.findIndex((c) => c.chosen)), index])
  }
  usePathKeys({
    move,
    details: () => {
      setPanelOpen(true)
      setSheet(size?.docked === false)
    },
    escape: () => {
      if (sheet) setSheet(false)
      else if (panelOpen && selected !== null) setPanelOpen(false)
      else choose(null)
    },
    branch,
    zoom: zoomBy,
    legend: () => setLegend((on) => !on),
    minimap: () => setMinimap(area.current?.querySelector('[data-minimap]') === null),
    way: (to) => onWay(way === to ? 'both' : to),
  })

  const save = async (kind: PictureKind) => {
    const { savePicture } = await import('@/components/path/save-picture')
    // A picture has every line of its cards, however far the screen is zoomed out.
    flushSync(() => setWhole(true))
    const saved = savePicture(area.current, layout, kind, `walk-${recorded?.id ?? layout.verdict.kind}`)
    setWhole(false)
    await saved
  }

  const tabStop = stop?.id ?? order[0]?.id ?? null
  const context: PathContext = useMemo(
    () => ({
      selected,
      hovered,
      tabStop,
      deltas,
      proxies,
      detail: whole ? 'full' : detailAt(zoom),
      // The arrows go on from a card that was clicked, and the panel covers it not.
      select: visit,
      hover: setHovered,
      toggle: (fold) => setOpen((now) => (now.has(fold) ? new Set([...now].filter((id) => id !== fold)) : new Set([...now, fold]))),
      describe: nameOf,
      skippedUrl: skippedUrl ?? null,
    }),
    [selected, hovered, tabStop, deltas, proxies, zoom, whole, visit, nameOf, skippedUrl],
  )
  const furniture = placeFurniture(layout, width, height - (size?.docked === false ? peekHeight : 0), minimap === true)
  const peek = size && !size.docked && stop && panelOpen ? peekHeight : 0
  // Laid out beside the docked panel; where that is closed, what lies further right is seen too.
  const seen = size && !(size.docked && stop && panelOpen) ? size.width : width
  return (
    <pathContext.Provider value={context}>
      <div className="flex min-h-0 flex-1 flex-col">
        <AnswerStrip
          layout={layout}
          steps={story.steps}
          recorded={recorded}
          way={way}
          onWay={onWay}
          zoom={zoom}
          onZoom={zoomBy}
          onSave={save}
          onCompare={onCompare}
        />
        {layout.pages.length > 1 ? <Pager pages={layout.pages} at={page} onTurn={turnTo} /> : null}
        <div className="relative flex min-h-0 flex-1">
          <section
            ref={area}
            data-path-canvas
            aria-label={t('canvas')}
            className="path-canvas relative min-w-0 flex-1 overflow-hidden bg-canvas"
          >
            {size ? (
              <Drawing
                layout={layout}
                width={seen}
                height={size.height}
                covered={peek}
                draw={draw}
                label={t('canvas')}
                onZoom={setZoom}
                onPage={setPage}
                turn={turn}
                onFollow={branch}
                goTo={goTo}
                command={command}
                map={{ furniture, wanted: minimap, height: height - peek }}
              >
                {layout.beyond ? (
                  <BeyondLayer
                    beyond={layout.beyond}
                    href={elsewhere?.rows.find((r) => r.node === layout.beyond?.door?.node)?.href ?? null}
                  />
                ) : null}
                {layout.entries && elsewhere ? (
                  <EntryList box={layout.entries} entries={elsewhere.rows} leftOut={elsewhere.leftOut} />
                ) : null}
                {furniture.follow ? <FollowList layout={layout} box={furniture.follow} onFollow={branch} /> : null}
                {legend && furniture.legend ? <Legend box={furniture.legend} /> : null}
              </Drawing>
            ) : null}
          </section>
          <p aria-live="polite" className="sr-only">
            {stop ? said(stop) : ''}
          </p>
          {stop && panelOpen && size ? (
            <Panel
              key={recording}
              stop={stop}
              layout={layout}
              recorded={recorded}
              recording={recording}
              start={start}
              docked={size.docked}
              sheet={sheet}
              onSheet={setSheet}
              onMove={move}
              onClose={() => setPanelOpen(false)}
              onSelect={choose}
              onFollow={branch}
            />
          ) : null}
        </div>
      </div>
    </pathContext.Provider>
  )
}
