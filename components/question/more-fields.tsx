'use client'

import { Plus, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ChoicesView } from '@/components/question/choices'
import type { Draft } from '@/components/question/draft'
import { Button, IconButton } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'

const field = 'h-7 min-w-0 rounded-card border border-edge-ctl bg-bar px-2 font-mono text-rule'

interface Fields {
  draft: Draft
  onEdit: (patch: Partial<Draft>) => void
  choices: ChoicesView
}

/** Headers, the container that sends, and (in a narrow window) the Host header. */
export function MoreFields(fields: Fields) {
  const t = useTranslations('question')
  const count = fields.draft.headers.length
  return (
    <Popover
      label={t('headers')}
      align="end"
      className="w-[380px] max-w-[calc(100vw-16px)] p-3"
      trigger={
        <button
          type="button"
          className="flex h-full max-lg:h-[38px] w-[78px] shrink-0 flex-col justify-center px-2.5 text-left hover:bg-hover"
        >
          <span className="text-[10.5px] leading-[13px] font-medium text-ink-3">{t('headers')}</span>
          <span className="truncate font-medium">{count === 0 ? t('none') : count}</span>
        </button>
      }
    >
      {() => <MoreFieldsPanel {...fields} />}
    </Popover>
  )
}

function MoreFieldsPanel({ draft, onEdit, choices }: Fields) {
  const t = useTranslations('question')
  const containers = choices.containers(draft.from)
  const setHeader = (index: number, pair: [string, string]) =>
    onEdit({ headers: draft.headers.map((old, at) => (at === index ? pair : old)) })
  return (
    <>
      <label className="mb-3 flex flex-col gap-1 text-meta text-ink-3 dock:hidden">
        {t('host')}
        <input
          className={field}
          value={draft.host ?? ''}
          placeholder={t('hostFromUrl')}
          onChange={(event) => onEdit({ host: event.target.value.trim() === '' ? null : event.target.value })}
        />
      </label>
      {containers.length > 0 ? (
        <label className="mb-3 flex flex-col gap-1 text-meta text-ink-3">
          {t('container')}
          <select className={field} value={draft.container ?? ''} onChange={(event) => onEdit({ container: event.target.value || null })}>
            <option value="">{t('containerDefault')}</option>
            {containers.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
      ) : null}
      <h3 className="mb-1 text-meta text-ink-3">{t('headers')}</h3>
      <ul className="flex flex-col gap-1.5">
        {draft.headers.map(([name, value], index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a header may be given twice; its place is its identity
          <li key={index} className="flex gap-1.5">
            <input
              className={`${field} w-[36%]`}
              aria-label={t('headerName')}
              value={name}
              onChange={(event) => setHeader(index, [event.target.value, value])}
            />
            <input
              className={`${field} grow`}
              aria-label={t('headerValue')}
              value={value}
              onChange={(event) => setHeader(index, [name, event.target.value])}
            />
            <IconButton label={t('removeHeader')} onClick={() => onEdit({ headers: draft.headers.filter((_, at) => at !== index) })}>
              <Trash2 size={13} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <Button className="mt-2" onClick={() => onEdit({ headers: [...draft.headers, ['', '']] })}>
        <Plus size={13} aria-hidden />
        {t('addHeader')}
      </Button>
    </>
  )
}
