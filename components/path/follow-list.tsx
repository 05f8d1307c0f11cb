'use client'

import { useTranslations } from 'next-intl'
import { chanceText } from '@/components/path/chance'
import { Kbd } from '@/components/ui/kbd'
import { follow, page } from '@/lib/path/geometry'
import type { Box, Layout } from '@/lib/path/model'

/** The ways a fork could go; the last fork of the followed path has the keys a, b, c. */
export function FollowList({ layout, box, onFollow }: { layout: Layout; box: Box; onFollow: (index: number, fork: number) => void }) {
  const t = useTranslations('path')
  // Where each frame has a screen, fingers choose.
  const row = layout.pages.length > 0 ? page.touch : follow.row
  const fork = layout.choices.length - 1
  const choices = layout.choices[fork]
  if (!choices) return null
  return (
    <fieldset style={{ left: box.x, top: box.y, width: box.w }} className="pointer-events-auto absolute z-[8] min-w-0">
      <legend className="mb-1 text-meta font-semibold">{t('follow')}</legend>
      {choices.slice(0, follow.rows).map((choice) => (
        <label
          key={choice.id}
          style={{ height: row }}
          className={`flex cursor-pointer items-center gap-1 text-meta tracking-tight ${choice.chosen ? 'font-semibold' : 'text-ink-2'}`}
          title={`${choice.detail} ${choice.label} · ${chanceText(choice.chance)}`}
        >
          <input
            type="radio"
            name="path-follow"
            className="size-3 shrink-0 accent-(--trace)"
            checked={choice.chosen}
            onChange={() => onFollow(choice.index, fork)}
          />
          <span className="min-w-0 truncate">
            {choice.detail.replace(/:\d+$/, '') || (typeof choice.label === 'string' ? choice.label : choice.id)}
          </span>
          {choice.index < 3 ? (
            <span className="ml-auto">
              <Kbd>{choice.id}</Kbd>
            </span>
          ) : null}
        </label>
      ))}
    </fieldset>
  )
}
