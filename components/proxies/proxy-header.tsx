'use client'

import { ChevronLeft } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useProxiesAddress } from '@/components/proxies/address'
import { Command } from '@/components/proxies/command'
import { Segment } from '@/components/ui/segment'
import { type ConfigPart, configParts } from '@/lib/api/proxy-config'

/** null: the view has the command itself. */
function command(proxy: string, part: ConfigPart | null): string | null {
  if (part === null) return `istioctl proxy-status ${proxy}`
  if (part === 'describe') return null
  return `istioctl proxy-config ${part === 'secrets' ? 'secret' : part} ${proxy}`
}

/** Above everything about one proxy: back to all, its name, what of it is shown, and the command that asks the same. */
export function ProxyHeader({ proxy }: { proxy: string }) {
  const t = useTranslations('proxies')
  const c = useTranslations('config')
  const { state, update } = useProxiesAddress()
  const asks = command(proxy, state.config)
  return (
    <div className="flex min-h-[52px] shrink-0 items-center gap-3 max-dock:flex-wrap border-edge border-b bg-bar px-3.5 py-1.5">
      <button
        type="button"
        onClick={() => update({ diff: null, type: null, resource: null, config: null, q: '', pointer: null })}
        className="flex shrink-0 items-center gap-1 text-ink-2 hover:text-ink"
      >
        <ChevronLeft size={14} aria-hidden /> {t('title')}
      </button>
      <span aria-hidden className="text-ink-3">
        /
      </span>
      <h1 className="min-w-0 max-w-[30%] truncate font-mono font-semibold text-[12px]" title={proxy}>
        {proxy}
      </h1>
      <Segment
        name="proxy-part"
        label={c('parts')}
        value={state.config ?? 'diff'}
        options={[{ value: 'diff', label: c('diff') }, ...configParts.map((kind) => ({ value: kind, label: c(`kind.${kind}`) }))]}
        onChange={(part) => update({ config: part === 'diff' ? null : (part as ConfigPart), q: '', pointer: null })}
      />
      {asks === null ? null : <Command text={asks} oneLine className="ml-auto min-w-0 max-dock:hidden" />}
    </div>
  )
}
