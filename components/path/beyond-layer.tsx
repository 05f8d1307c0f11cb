'use client'

import { Box, Server } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'next-intl'
import { middleCut } from '@/components/path/frame-node'
import { Tag } from '@/components/path/tag'
import { useText } from '@/components/path/use-text'
import { VerdictChip } from '@/components/ui/verdict'
import type { Beyond, Box as Place } from '@/lib/path/model'

const at = ({ x, y, w, h }: Place) => ({ left: x, top: y, width: w, height: h })
const ghost = 'absolute border border-dashed border-edge-2'

/** What would have followed a stop: dashed frames without fill, cards without numbers, and the entry node from which it is reached. */
export function BeyondLayer({ beyond, href }: { beyond: Beyond; href: string | null }) {
  const t = useTranslations('path')
  return (
    <section aria-label={t('beyond.label')} className="absolute top-0 left-0 z-[1]">
      {beyond.frames.map((frame) => (
        <div key={frame.id} style={at(frame)} className={`${ghost} ${frame.kind === 'node' ? 'rounded-frame' : 'rounded-pod'}`}>
          <p
            className={`flex items-center gap-1.5 pr-2.5 text-body ${frame.kind === 'node' ? 'h-[30px] pl-[45px]' : 'h-[26px] pl-[37px]'}`}
          >
            {frame.kind === 'node' ? (
              <Server size={13} aria-hidden className="shrink-0 text-ink-3" />
            ) : (
              <Box size={13} aria-hidden className="shrink-0 text-ink-3" />
            )}
            <span className="shrink-0 font-semibold text-ink-2" title={frame.name}>
              {middleCut(frame.name, frame.kind === 'pod' ? 20 : 24)}
            </span>
            <span className="min-w-0 truncate font-mono text-rule text-ink-3" title={frame.sub}>
              {frame.kind === 'pod' && frame.name.length > 14 ? frame.sub.split(' · ').at(-1) : frame.sub}
            </span>
            {frame.kind === 'node' ? <span className="ml-auto shrink-0 text-meta text-ink-3">{t('beyond.notReached')}</span> : null}
          </p>
        </div>
      ))}
      {beyond.cards.map((card) => (
        <GhostCard key={card.id} card={card} />
      ))}
      {beyond.door ? <Door door={beyond.door} href={href} /> : null}
    </section>
  )
}

function GhostCard({ card }: { card: Beyond['cards'][number] }) {
  const text = useText()
  const [title, line] = [text(card.title), text(card.line)]
  return (
    <div
      style={{ ...at(card), paddingLeft: card.station.x - card.x + 14 }}
      className="absolute flex flex-col justify-center rounded-card border border-edge-2 pr-2"
    >
      <p className="flex h-4 items-center gap-1.5">
        <span className={`min-w-0 truncate text-ink-2 ${card.mono ? 'font-mono text-chain' : 'text-card-title'}`} title={title}>
          {title}
        </span>
        <span className="ml-auto" />
        {card.xds ? <Tag>{card.xds}</Tag> : null}
      </p>
      {line === '' ? null : (
        <p className="truncate font-mono text-rule text-ink-3" title={line}>
          {line}
        </p>
      )}
    </div>
  )
}

/** The one solid card among the ghosts: the question that leads here, or what would have had to be otherwise. */
function Door({ door, href }: { door: NonNullable<Beyond['door']>; href: string | null }) {
  const t = useTranslations('path.beyond')
  const title = door.node === null ? t('past') : t('door', { node: door.node })
  return (
    <div style={at(door)} className="absolute rounded-card border border-edge bg-card px-2.5 py-1.5 shadow-card">
      <p className="truncate text-body font-semibold" title={title}>
        {title}
      </p>
      {door.node === null ? (
        <p className="truncate text-meta text-ink-2">{t('next')}</p>
      ) : (
        <p className="truncate font-mono text-rule text-ink-2" title={door.address}>
          {door.address}
        </p>
      )}
      {href === null || door.node === null ? null : (
        <Link
          href={href}
          prefetch={false}
          className="pointer-events-auto mt-1.5 inline-flex h-7 max-w-full items-center gap-2 rounded-card border border-edge-ctl px-2 text-body font-medium hover:bg-hover"
        >
          <span className="truncate">{t('enter', { node: door.node })}</span>
          <VerdictChip verdict={door.verdict} size="small" />
        </Link>
      )}
    </div>
  )
}
