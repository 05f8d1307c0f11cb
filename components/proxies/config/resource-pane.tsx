import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useProxiesAddress } from '@/components/proxies/address'
import { CopyButton } from '@/components/proxies/command'
import { JsonText } from '@/components/proxies/config/json-text'
import { type ResourceAddress, useConfigAsk } from '@/components/proxies/config/use-config'
import { IconButton } from '@/components/ui/button'

/** A resource as JSON beside its table; '' is the whole dump. */
export function ResourcePane({ address }: { address: ResourceAddress }) {
  const t = useTranslations('config')
  const { update } = useProxiesAddress()
  const ask = useConfigAsk(address)
  const name = address.pointer || t('wholeDump')
  return (
    <aside
      aria-label={t('resource')}
      className="flex w-[48%] min-w-0 shrink-0 flex-col border-edge border-l bg-bar max-dock:h-1/2 max-dock:w-full"
    >
      <header className="flex min-h-9 items-center gap-2 border-edge border-b px-3 py-1">
        <code className="min-w-0 truncate font-mono text-rule" title={name}>
          {name}
        </code>
        <span className="ml-auto" />
        <CopyButton text={ask.text} label={t('copy')} className="text-ink-2" />
        <IconButton label={t('close')} onClick={() => update({ pointer: null })}>
          <X size={14} aria-hidden />
        </IconButton>
      </header>
      <JsonText key={`${address.kind} ${address.pointer}`} address={address} />
    </aside>
  )
}
