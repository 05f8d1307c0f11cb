'use client'

import { ChevronDown, CornerDownLeft } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useMemo } from 'react'
import { PlayRequestButton } from '@/components/player/play-request-button'
import { useChoices } from '@/components/question/choices'
import { useDraft } from '@/components/question/draft'
import { MoreFields } from '@/components/question/more-fields'
import { RecordedList } from '@/components/question/recorded-list'
import { SegmentField } from '@/components/question/segment-field'
import { addressOf, usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import { Combobox } from '@/components/ui/combobox'
import type { Question } from '@/lib/api/question'
import { enterAt, entryOf, hostOf } from '@/lib/walk/entry'

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** What is asked: sender, method, URL, entry node, Host, headers. Trace puts it into the address, and the page answers. `asked`: what the answer below belongs to. */
export function QuestionBar({ asked }: { asked: Question | null }) {
  const t = useTranslations('question')
  const { state, update } = usePageAddress()
  const recording = useRecording()
  const choices = useChoices(asked?.from ?? state.from)
  const [draft, edit] = useDraft(asked, choices.senders[0]?.value ?? '')
  // A name that the sender's hosts file has leads to the node of its address.
  const entry = entryOf(draft.url, choices.nodes) ?? choices.nodes.find(({ ip }) => ip === choices.addressOf(hostOf(draft.url))) ?? null
  const ready = draft.from.trim() !== '' && draft.url.trim() !== ''

  const nodeChoices = useMemo(() => choices.nodes.map((node) => ({ value: node.name, note: node.ip })), [choices.nodes])
  const ask = (question: Question) =>
    update(
      {
        ...addressOf({ ...question, url: question.url.trim(), from: question.from.trim() }),
        recording: state.recording ?? recording?.name ?? null,
      },
      'push',
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (ready) ask(draft)
  }

  return (
    <div className="flex h-[52px] shrink-0 items-center gap-2 border-edge border-b bg-bar px-3.5 max-lg:h-auto max-lg:py-1.5 max-sm:flex-wrap">
      <form
        role="search"
        aria-label={t('label')}
        onSubmit={submit}
        className="flex h-[38px] min-w-0 grow items-stretch rounded-group border border-edge-ctl bg-card max-lg:h-auto max-lg:flex-wrap max-lg:overflow-hidden max-sm:basis-full"
      >
        <SegmentField label={t('from')} className="w-[176px] shrink-0 rounded-l-group max-dock:w-[112px] max-lg:grow max-sm:w-[84px]">
          <Combobox
            label={t('from')}
            dataField="from"
            value={draft.from}
            note={choices.senders.find(({ value }) => value === draft.from)?.note}
            choices={choices.senders}
            placeholder={t('fromHint')}
            onChange={(from) => edit({ from, container: null })}
          />
        </SegmentField>
        <SegmentField label={t('method')} className="w-[66px] shrink-0 max-sm:w-[58px]">
          <Combobox
            label={t('method')}
            dataField="method"
            value={draft.method}
            choices={methods.map((value) => ({ value }))}
            onChange={(method) => edit({ method: method.toUpperCase() })}
          />
        </SegmentField>
        <SegmentField
          label={t('url')}
          className="min-w-[160px] grow max-lg:order-first max-lg:basis-full max-lg:border-r-0 max-lg:border-b"
        >
          <Combobox
            label={t('url')}
            dataField="url"
            mono
            value={draft.url}
            choices={choices.urls}
            placeholder={t('urlHint')}
            onChange={(url) => edit({ url })}
          />
        </SegmentField>
        <SegmentField label={t('entersAt')} className="w-[168px] shrink-0 max-dock:w-[150px] max-lg:grow max-sm:w-[84px]">
          <EntryPicker
            label={t('entersAt')}
            value={entry?.name ?? ''}
            note={entry?.ip ?? t('byAddress')}
            choices={nodeChoices}
            onChoose={(name) => {
              const node = choices.nodes.find((one) => one.name === name)
              if (node) edit(enterAt(draft, node))
            }}
          />
        </SegmentField>
        <SegmentField label={t('host')} className="w-[150px] shrink-0 max-dock:hidden">
          <Combobox
            label={t('host')}
            dataField="host"
            mono
            value={draft.host ?? ''}
            choices={choices.hosts}
            placeholder={t('hostFromUrl')}
            onChange={(host) => edit({ host: host.trim() === '' ? null : host })}
          />
        </SegmentField>
        <MoreFields draft={draft} onEdit={edit} choices={choices} />
        <button
          type="submit"
          disabled={!ready}
          className="flex shrink-0 items-center gap-2 rounded-r-[8px] bg-inv px-3.5 font-semibold text-inv-ink disabled:opacity-60 max-dock:px-3"
        >
          <span className="max-sm:sr-only">{t('trace')}</span>
          <CornerDownLeft size={13} aria-hidden />
        </button>
      </form>
      <div className="flex shrink-0 gap-2 max-lg:flex-col max-sm:flex-row">
        <PlayRequestButton />
        <RecordedList />
      </div>
    </div>
  )
}

function EntryPicker({
  label,
  value,
  note,
  choices,
  onChoose,
}: {
  label: string
  value: string
  note: string
  choices: readonly { value: string; note: string }[]
  onChoose: (value: string) => void
}) {
  return (
    <span className="relative flex min-w-0 items-center gap-1.5">
      <span aria-hidden className="truncate font-medium">
        {value ? `${value} · ${note}` : note}
      </span>
      <ChevronDown size={13} className="ml-auto shrink-0 text-ink-3" aria-hidden />
      <select
        aria-label={label}
        title={value ? `${value} · ${note}` : note}
        className="absolute inset-0 cursor-pointer opacity-0"
        data-field="entry"
        value={value}
        onChange={(event) => onChoose(event.target.value)}
      >
        {value === '' ? <option value="">{note}</option> : null}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {`${choice.value} · ${choice.note}`}
          </option>
        ))}
      </select>
    </span>
  )
}
