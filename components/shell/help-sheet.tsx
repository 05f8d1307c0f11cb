'use client'

import { useTranslations } from 'next-intl'
import { views } from '@/components/shell/views'
import { Kbd } from '@/components/ui/kbd'
import { Sheet } from '@/components/ui/sheet'

const groups = [
  {
    id: 'everywhere',
    keys: [
      { id: 'search', keys: ['⌘K', 'Ctrl K'] },
      { id: 'viewSearch', keys: ['/'] },
      { id: 'views', keys: views.map((_, index) => String(index + 1)) },
      { id: 'theme', keys: ['t'] },
      { id: 'help', keys: ['?'] },
    ],
  },
  {
    id: 'walk',
    keys: [
      { id: 'steps', keys: ['←', '→', '↑', '↓'] },
      { id: 'ends', keys: ['Home', 'End'] },
      { id: 'panel', keys: ['Enter'] },
      { id: 'close', keys: ['Esc'] },
      { id: 'branch', keys: ['a', 'b', 'c'] },
      { id: 'ways', keys: ['r', 'w'] },
      { id: 'fit', keys: ['f'] },
      { id: 'zoom', keys: ['+', '−', '0'] },
      { id: 'legend', keys: ['l'] },
      { id: 'minimap', keys: ['m'] },
    ],
  },
  {
    id: 'player',
    keys: [
      { id: 'play', keys: ['Space'] },
      { id: 'back', keys: [','] },
      { id: 'forward', keys: ['.'] },
    ],
  },
] as const

/** Every key that does something, by where it does. */
export function HelpSheet({ onClose }: { onClose: () => void }) {
  const t = useTranslations('help')
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={t('title')} description={t('about')}>
      <div className="grid grid-cols-2 gap-x-8 gap-y-4 max-[640px]:grid-cols-1">
        {groups.map((group) => (
          <section key={group.id} className={group.id === 'walk' ? 'row-span-2' : ''}>
            <h3 className="mb-1 font-semibold">{t(`group.${group.id}`)}</h3>
            <dl>
              {group.keys.map(({ id, keys }) => (
                <div key={id} className="flex items-center justify-between gap-3 border-edge border-b py-1.5">
                  <dt className="text-ink-2">{t(`key.${id}`)}</dt>
                  <dd className="flex gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  )
}
