'use client'

import type { Node, NodeProps } from '@xyflow/react'
import { Box, Check, CircleAlert, Globe, Hexagon, Server, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { oldestAge } from '@/components/path/feed'
import { FrameAge } from '@/components/path/frame-age'
import { StageMark } from '@/components/path/stage-mark'
import { useText } from '@/components/path/use-text'
import { usePath } from '@/components/path/view-context'
import type { Frame } from '@/lib/path/model'

export type FrameNodeType = Node<{ frame: Frame }, 'frame'>

const looks = {
  node: 'rounded-frame border-node-edge bg-node',
  outside: 'rounded-frame border-node-edge bg-node',
  pod: 'rounded-pod border-pod-edge bg-pod',
  envoy: 'rounded-container border-envoy-edge bg-envoy',
}
const icons = { node: Server, outside: Globe, pod: Box, envoy: Hexagon }
/** Where the text of a header starts, from the frame's own left edge: above the text of the cards in it. */
const indent = { node: 45, outside: 45, pod: 37, envoy: 31 }
const heights = { node: 30, outside: 30, pod: 26, envoy: 22 }

/** Keeps the head and the last five characters of a long pod name, which tell pods apart. */
export function middleCut(name: string, room: number): string {
  return name.length <= room ? name : `${name.slice(0, Math.max(4, room - 8)).replace(/-+$/, '')}-…-${name.slice(-5)}`
}

/** Characters that a pod's name has room for beside its address, at the widths of the two fonts. */
const roomFor = (frame: Frame, sub: string) => Math.max(12, Math.floor((frame.w - 78 - (sub === '' ? 0 : sub.length * 6.2 + 6)) / 7.4))

export const FrameNode = ({ data: { frame } }: NodeProps<FrameNodeType>) => <FrameBox frame={frame} />

export const FrameBox = memo(function FrameBox({ frame }: { frame: Frame }) {
  const text = useText()
  const Icon = icons[frame.kind]
  const roles = frame.roles.map(text).join(' · ')
  const sub = frame.kind === 'pod' && frame.name.length > 14 ? (frame.sub.split(' · ').at(-1) ?? '') : frame.sub
  const name =
    frame.kind === 'pod'
      ? middleCut(frame.name, roomFor(frame, sub))
      : frame.kind === 'envoy'
        ? frame.parent?.includes('/pod.')
          ? 'istio-proxy'
          : 'Envoy'
        : frame.name
  const headWidth = frame.heads.length > 0 ? Math.min(frame.w, (frame.heads[0]?.x ?? frame.x + frame.w) - frame.x - 45) : frame.w
  return (
    <div style={{ width: frame.w, height: frame.h }} className={`pointer-events-none relative border ${looks[frame.kind]}`}>
      <div
        style={{ height: heights[frame.kind], paddingLeft: indent[frame.kind], width: headWidth }}
        className="flex min-w-0 items-center gap-1.5 pr-2.5"
      >
        <Icon size={13} aria-hidden className={`shrink-0 ${frame.kind === 'envoy' ? 'text-random' : 'text-ink-2'}`} />
        <span
          className={`truncate font-semibold ${frame.kind === 'pod' ? 'min-w-0' : 'max-w-44 shrink-0'} ${frame.kind === 'envoy' ? 'text-meta' : 'text-body'}`}
          title={frame.kind === 'envoy' && sub ? `${frame.name} · Envoy ${sub}` : frame.name}
        >
          {name}
        </span>
        {sub && (frame.stages?.length ?? 0) < 2 ? (
          <span
            className={`min-w-0 truncate text-ink-3 ${frame.kind === 'envoy' ? 'shrink-[2] text-meta' : 'shrink font-mono text-rule'}`}
            title={frame.sub}
          >
            {sub}
          </span>
        ) : null}
        <StageMark stages={frame.stages} />
        <FrameAge frame={frame}>{roles ? <span className="ml-auto shrink-0 text-meta text-ink-3">{roles}</span> : null}</FrameAge>
        {frame.proxy ? <Sync proxy={frame.proxy} /> : null}
      </div>
      {frame.note ? (
        <span
          style={{ left: frame.note.x - frame.x, top: frame.note.y - frame.y, width: frame.note.w, height: frame.note.h }}
          className="absolute truncate text-meta text-ink-3"
          title={text(frame.note.text)}
        >
          {text(frame.note.text)}
        </span>
      ) : null}
      {frame.heads.map((head) => (
        <div
          key={head.x}
          style={{ left: head.x - frame.x, top: head.y - frame.y, width: head.w, height: head.h }}
          className="absolute flex min-w-0 items-center gap-1.5"
        >
          <Server size={13} aria-hidden className="shrink-0 text-ink-2" />
          <span className="truncate text-body font-semibold">{text(head.title)}</span>
          <span className="min-w-0 truncate text-meta text-ink-3" title={text(head.sub)}>
            {text(head.sub)}
          </span>
        </div>
      ))}
    </div>
  )
})

const syncs = {
  SYNCED: { Icon: Check, className: 'text-trace', chip: '' },
  STALE: { Icon: TriangleAlert, className: 'text-warn', chip: 'rounded-small bg-warn-bg px-1' },
  ERROR: { Icon: CircleAlert, className: 'text-dropped', chip: 'rounded-small bg-dropped-bg px-1' },
  NONE: { Icon: CircleAlert, className: 'text-ink-3', chip: '' },
}

/** Whether the proxy has what istiod sent, and since when it has not; nothing where nobody knows. */
function Sync({ proxy }: { proxy: string }) {
  const t = useTranslations('path.frame')
  const { sync = null, troubles } = usePath().proxies.get(proxy) ?? {}
  if (sync === null) return null
  const age = oldestAge(troubles, sync)
  const { Icon, className, chip } = syncs[sync]
  return (
    <span
      className={`ml-auto inline-flex shrink-0 items-center gap-1 text-meta ${chip} ${sync === 'SYNCED' ? '' : 'font-semibold'} ${sync === 'SYNCED' ? 'text-ink-2' : className}`}
    >
      <Icon size={12} aria-hidden className={className} />
      {t(sync, { age }).trim()}
    </span>
  )
}
