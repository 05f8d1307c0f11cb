'use client'

import { useTranslations } from 'next-intl'
import { Bar } from '@/components/ui/states'

const frames = [0, 1, 2]
const cards = [0, 1, 2, 3, 4, 5, 6]

/** The frames of a usual walk at their final size, while it is being walked. */
export function WalkSkeleton() {
  const t = useTranslations('answer')
  return (
    <div role="status" className="flex min-h-0 grow flex-col">
      <div className="flex h-[38px] shrink-0 items-center border-edge border-b bg-bar px-3.5 text-ink-2">{t('walking')}</div>
      <div className="flex gap-7 overflow-hidden p-3.5 pl-[144px]" aria-hidden>
        {frames.map((frame) => (
          <div key={frame} className="flex h-[560px] w-[292px] shrink-0 flex-col gap-2 rounded-frame border border-node-edge bg-node p-2">
            <Bar width={140} />
            {cards.map((card) => (
              <div key={card} className="flex h-[46px] flex-col justify-center gap-2 rounded-card bg-card px-9">
                <Bar width="60%" />
                <Bar width="80%" height={9} />
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  )
}
