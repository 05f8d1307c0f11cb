'use client'

import { ReactFlowProvider } from '@xyflow/react'
import dynamic from 'next/dynamic'
import { useTranslations } from 'next-intl'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Walk } from '@/lib/api/step'
import { layoutWalk } from '@/lib/path/layout'
import type { Outcome, PlaceFacts } from '@/lib/path/model'
import { tell } from '@/lib/path/story'
import { AnswerStrip } from './answer-strip'
import { Canvas } from './canvas'
import type { Delta } from './counter'
import { FollowList } from './follow-list'
import { usePathKeys } from './keys'
import { Legend, legendHeight } from './legend'
import { Minimap, minimapSize } from './minimap'
import { panelWidth } from './panel/width'
import { useStopName } from './use-explain'
import { useSize } from './use-size'
import { type PathContext, type ProxyState, pathContext } from './view-context'

// Only a chosen step needs the panel, and only a click the export; the walk is drawn without them.
const loadPanel = () => import('./panel/panel')
const Panel = dynamic(() => loadPanel().then((module) => module.Panel), { ssr: false })

export type Way = 'both' | 'request' | 'answer'

/** What a recording says of the same request. `counts`: of the rules of the kernel's trace, how many the walk names. `why`: why the two are not compared. */
export type Recorded = {
  agrees: boolean
  differences: string[]
  counts: { agree: number; of: number } | null
  why: string | null
  outcome: Outcome | null
}

export type PathViewProps = {
  walk: Walk
  recorded?: Recorded | null
  /** Counter changes by `ruleKey` of lib/path/rule-text. */
  deltas?: ReadonlyMap<string, Delta>
  /** By POD.NAMESPACE. */
  proxies?: ReadonlyMap<string, ProxyState>
  /** By network namespace: addresses of nodes and pods. */
  places?: ReadonlyMap<string, PlaceFacts>
  /** The id of the selected step: "7", at a fork "7b". */
  selected: string | null
  onSelect: (id: string | null) => void
  /** For each fork in walk order the branch to follow; left out ones take the likeliest. */
  follow: readonly (number | undefined)[]
  onFollow: (follow: (number | undefined)[]) => void
  way: Way
  onWay: (way: Way) => void
  /** Where evidence is read from; null for the live source. */
  recording: string | null
  /** RFC 3339 start of the source's timeline, for times of evidence. */
  start?: string | null
  freeze?: boolean
  onCompare?: () => void
}

const noDeltas: ReadonlyMap<string, Delta> = new Map()
const noProxies: ReadonlyMap<string, ProxyState> = new Map()
const noPlaces: ReadonlyMap<string, PlaceFacts> = new Map()
const quietMotion = () => matchMedia('(prefers-reduced-motion: reduce)').matches

/** The Path view: the answer in one line, the picture, the panel. Its state lives in the page's address, with the caller. */
export function PathView(props: PathViewProps) {
  return (
    <ReactFlowProvider>
      <View {...props} />
    </ReactFlowProvider>
  )
}

function View({
  walk,
  recorded = null,
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
}: PathViewProps) {
  const t = useTranslations('path')
  const area = useRef<HTMLDivElement>(null)
  const size = useSize(area)
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  const [hovered, setHovered] = useState<string | null>(null)
  const [zoom, setZoom] = useState(1)
  const [legend, setLegend] = useState(true)
  const [minimap, setMinimap] = useState(false)
  const [panelOpen, setPanelOpen] = useState(true)
  const [sheet, setSheet] = useState(false)
  const [goTo, setGoTo] = useState<{ id: string; n: number } | null>(null)
  const [command, setCommand] = useState<{ kind: 'fit' | 'reset' | 'in' | 'out'; n: number } | null>(null)
  const [draw, setDraw] = useState(false)

  const wide = size?.wide ?? true
  const width = (size?.width ?? 1440) - ((size?.docked ?? true) ? panelWidth : 0)
  const height = size?.height ?? 766
  const outcome = recorded?.outcome ?? null
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
  const layout = useMemo(
    () => layoutWalk(walk, { width, height, set: wide ? 'wide' : 'narrow', way, follow, open, selected: kept, outcome, places: versions }),
    [walk, width, height, wide, way, follow, open, kept, outcome, versions],
  )
  const story = useMemo(() => tell(walk, follow), [walk, follow])

  useEffect(() => {
    if (freeze || quietMotion()) return
    setDraw(walk.steps.length > 0)
    const timer = setTimeout(() => setDraw(false), 500)
    return () => clearTimeout(timer)
  }, [walk, freeze])

  useEffect(() => {
    // Once the walk is drawn, so that the first step chosen shows at once.
    const timer = setTimeout(() => void loadPanel(), 500)
    return () => clearTimeout(timer)
  }, [])

  const nameOf = useStopName(layout)
  const stop = layout.stops.find((s) => s.id === selected) ?? null
  const choose = useCallback(
    (id: string | null) => {
      onSelect(id)
      if (id !== null) setPanelOpen(true)
    },
    [onSelect],
  )
  const order = useMemo(() => layout.stops.filter((s) => s.card?.look !== 'outcome' || s.card.choices?.[0]?.chosen), [layout])
  const move = (by: 1 | -1 | 'first' | 'last') => {
    const at = order.findIndex((s) => s.id === selected)
    const next = by === 'first' ? 0 : by === 'last' ? order.length - 1 : at < 0 ? 0 : Math.min(order.length - 1, Math.max(0, at + by))
    const id = order[next]?.id
    if (id === undefined) return
    choose(id)
    setGoTo((old) => ({ id, n: (old?.n ?? 0) + 1 }))
    area.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(id)}"]`)?.focus({ preventScroll: true })
  }
  const command_ = useCallback((kind: 'fit' | 'reset' | 'in' | 'out') => setCommand((old) => ({ kind, n: (old?.n ?? 0) + 1 })), [])
  const nearest = () => layout.choices.length - 1
  const branch = (index: number, fork = nearest()) => {
    const choices = layout.choices[fork]
    if (!choices?.[index]) return
    onFollow([...layout.choices.slice(0, fork).map((list) => list.findIndex((c) => c.chosen)), index])
  }
  usePathKeys({
    move,
    details: () => {
      setPanelOpen(true)
      setSheet(true)
    },
    escape: () => {
      if (sheet) setSheet(false)
      else if (panelOpen && selected !== null) setPanelOpen(false)
      else choose(null)
    },
    branch: (index) => branch(index),
    zoom: command_,
    legend: () => setLegend((on) => !on),
    minimap: () => setMinimap((on) => !on),
    way: (to) => onWay(way === to ? 'both' : to),
  })

  const tabStop = stop?.id ?? order[0]?.id ?? null
  const context: PathContext = useMemo(
    () => ({
      selected,
      hovered,
      tabStop,
      deltas,
      proxies,
      detail: zoom < 0.5 ? 'none' : zoom < 0.8 ? 'lines' : 'full',
      select: choose,
      hover: setHovered,
      toggle: (fold) => setOpen((now) => (now.has(fold) ? new Set([...now].filter((id) => id !== fold)) : new Set([...now, fold]))),
      describe: nameOf,
    }),
    [selected, hovered, tabStop, deltas, proxies, zoom, choose, nameOf],
  )
  const answerTop = layout.answer && layout.axis ? layout.answer.y : null
  const mapBottom = answerTop !== null && answerTop < height ? height - answerTop + 10 : 12
  const outside = minimap || layout.size.w > width + 1 || layout.size.h > height + 1
  const legendTop = (layout.client?.y ?? 0) + (layout.client?.h ?? 0) + 16 + (layout.answer && !layout.axis ? layout.answer.h + 12 : 0)
  const followHeight = layout.choices.length > 0 ? 34 + 22 * Math.min(8, layout.choices.at(-1)?.length ?? 0) : 0
  const legendBottom = (answerTop ?? layout.size.h) - 12 - (outside ? minimapSize.h + 10 : 0)
  const legendAt = Math.max(legendTop + followHeight, Math.min(legendBottom, height - 60) - legendHeight)
  const legendFits = layout.client !== null && legendAt + legendHeight <= Math.max(legendBottom, height - 40)
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
          onZoom={command_}
          onExport={() => void import('./save-picture').then(({ savePicture }) => savePicture(area.current, layout))}
          onCompare={onCompare}
        />
        <div className="relative flex min-h-0 flex-1">
          <section
            ref={area}
            data-path-canvas
            aria-label={t('canvas')}
            className="path-canvas relative min-w-0 flex-1 overflow-hidden bg-canvas"
          >
            {size ? (
              <>
                <div className="h-full" style={{ width }}>
                  <Canvas
                    layout={layout}
                    width={width}
                    height={size.height}
                    draw={draw}
                    label={t('canvas')}
                    onZoom={setZoom}
                    onFollow={(index) => branch(index)}
                    goTo={goTo}
                    command={command}
                  >
                    {layout.client ? <FollowList layout={layout} top={legendTop} onFollow={branch} /> : null}
                    {legend && legendFits ? <Legend style={{ left: layout.client?.x ?? 14, top: legendAt }} /> : null}
                  </Canvas>
                </div>
                <Minimap
                  layout={layout}
                  width={width}
                  height={height}
                  wanted={minimap}
                  bottom={mapBottom + (size.docked || !stop || !panelOpen ? 0 : 88)}
                  left={layout.client ? 14 : width - minimapSize.w - 14}
                />
              </>
            ) : null}
          </section>
          <p aria-live="polite" className="sr-only">
            {stop ? nameOf(stop.id) : ''}
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
              onMove={(by) => move(by)}
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
