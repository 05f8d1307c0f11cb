'use client'

import { Command, defaultFilter } from 'cmdk'
import { Box, FileClock, Globe, Languages, LayoutDashboard, ListFilter, Moon, Network, RectangleEllipsis } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import { sendersOf, urlsOf, useChoicesQuery } from '@/components/question/choices'
import { otherLanguage, rememberLanguage } from '@/components/shell/language'
import { noQuestion, type PagePatch, usePageAddress } from '@/components/shell/page-state'
import { useProxyList } from '@/components/shell/proxy-errors'
import { useLocalText, useRecording } from '@/components/shell/recordings'
import { chooseTheme, themes } from '@/components/shell/use-theme'
import { hrefOfProxy, hrefOfRules, keptAcrossViews, views } from '@/components/shell/views'

/** What is typed, whatever it is, can be sought in the rules; it stands below everything that has such a name. */
const ANYTHING = 'anything in the rules'
const namesFirst: typeof defaultFilter = (value, search, keywords) =>
  value === ANYTHING ? Number.MIN_VALUE : defaultFilter(value, search, keywords)

/** ⌘K: pods, hosts, services, proxies, recorded requests, views and commands in one list; what is typed can be sought in the rules. */
export function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const t = useTranslations('palette')
  const [text, setText] = useState('')
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-[rgb(10_14_12/0.32)]" />
        <Dialog.Content
          aria-describedby={undefined}
          className="animate-rise fixed top-[12vh] left-1/2 z-50 w-[600px] max-w-[calc(100vw-28px)] -translate-x-1/2 overflow-hidden rounded-frame border border-edge-2 bg-card shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">{t('title')}</Dialog.Title>
          <Command label={t('title')} loop filter={namesFirst}>
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder={t('hint')}
              className="h-11 w-full border-edge border-b bg-transparent px-4 text-brand outline-none"
            />
            <Command.List label={t('results')} className="max-h-[52vh] overflow-y-auto p-1.5">
              <Results text={text} onClose={onClose} onHelp={onHelp} />
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function Results({ text, onClose, onHelp }: { text: string; onClose: () => void; onHelp: () => void }) {
  const t = useTranslations('palette')
  const ts = useTranslations('shell')
  const local = useLocalText()
  const locale = useLocale()
  const router = useRouter()
  const recording = useRecording()
  const { state, href } = usePageAddress()
  const choices = useChoicesQuery().data
  const proxies = useProxyList().data ?? []
  const addressIn = (path: string, patch: PagePatch) => href(path, { recording: recording?.name ?? null, freeze: state.freeze, ...patch })
  const open = (address: string) => {
    onClose()
    router.push(address)
  }
  const go = (path: string, patch: PagePatch) => open(addressIn(path, patch))
  const run = (command: () => void) => () => {
    onClose()
    command()
  }
  const senders = choices ? sendersOf(choices) : []
  const from = state.from ?? senders[0]?.from ?? null
  const urls = choices ? urlsOf(choices, from) : []
  return (
    <>
      <Group title={t('requests')}>
        {recording?.requests.map((request) => (
          <Item
            key={request.id}
            value={`request ${request.id} ${local(request.title)} ${request.url}`}
            onSelect={() => go('/', { ...noQuestion, request: request.id })}
            glyph={<FileClock size={14} aria-hidden />}
            note={request.url}
          >
            {local(request.title)}
          </Item>
        ))}
      </Group>
      <Group title={t('senders')}>
        {senders.map((sender) => (
          <Item
            key={sender.from}
            value={`from ${sender.from} ${sender.ip ?? ''}`}
            onSelect={() => go('/', { ...noQuestion, from: sender.from })}
            glyph={<Box size={14} aria-hidden />}
            note={sender.ip ?? ''}
          >
            {t('askFrom', { name: sender.from })}
          </Item>
        ))}
      </Group>
      <Group title={t('urls')}>
        {urls.map((url) => (
          <Item
            key={url.value}
            value={`url ${url.value} ${url.note}`}
            onSelect={() => go('/', { ...noQuestion, from, url: url.value })}
            glyph={<Globe size={14} aria-hidden />}
            note={url.note}
          >
            {url.value}
          </Item>
        ))}
      </Group>
      <Group title={t('proxies')}>
        {proxies.map((proxy) => (
          <Item
            key={proxy.id}
            value={`proxy ${proxy.id}`}
            onSelect={() => open(hrefOfProxy(addressIn('/proxies', {}), proxy.id))}
            glyph={<Network size={14} aria-hidden />}
            note={proxy.type}
          >
            {proxy.id}
          </Item>
        ))}
      </Group>
      <Group title={t('views')}>
        {views.map((view) => (
          <Item
            key={view.id}
            value={`view ${ts(`view.${view.id}`)}`}
            onSelect={() => go(view.path, keptAcrossViews(state))}
            glyph={<LayoutDashboard size={14} aria-hidden />}
          >
            {ts(`view.${view.id}`)}
          </Item>
        ))}
      </Group>
      <Group title={t('commands')}>
        <Item value={`overview ${t('overview')}`} onSelect={() => go('/', noQuestion)} glyph={<LayoutDashboard size={14} aria-hidden />}>
          {t('overview')}
        </Item>
        {themes.map((theme) => (
          <Item
            key={theme}
            value={`theme ${theme} ${ts(`themes.${theme}`)}`}
            onSelect={run(() => chooseTheme(theme))}
            glyph={<Moon size={14} aria-hidden />}
          >
            {ts('theme', { theme: ts(`themes.${theme}`) })}
          </Item>
        ))}
        <Item
          value={`language ${ts('switchLanguage')}`}
          onSelect={run(() => {
            rememberLanguage(otherLanguage(locale))
            router.refresh()
          })}
          glyph={<Languages size={14} aria-hidden />}
        >
          <span lang={otherLanguage(locale)}>{ts('switchLanguage')}</span>
        </Item>
        <Item value={`help ${ts('help')}`} onSelect={onHelp} glyph={<RectangleEllipsis size={14} aria-hidden />}>
          {ts('help')}
        </Item>
      </Group>
      {text.trim() === '' ? null : (
        <Group title={t('rules')}>
          <Item
            value={ANYTHING}
            onSelect={() => open(hrefOfRules(addressIn('/netfilter', keptAcrossViews(state)), text.trim()))}
            glyph={<ListFilter size={14} aria-hidden />}
          >
            {t('findRules', { text: text.trim() })}
          </Item>
        </Group>
      )}
    </>
  )
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={title}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-meta [&_[cmdk-group-heading]]:text-ink-3"
    >
      {children}
    </Command.Group>
  )
}

function Item({
  value,
  onSelect,
  glyph,
  note,
  children,
}: {
  value: string
  onSelect: () => void
  glyph: ReactNode
  note?: string
  children: ReactNode
}) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex h-8 cursor-pointer items-center gap-2.5 rounded-card px-2.5 data-[selected=true]:bg-hover"
    >
      <span className="text-ink-3">{glyph}</span>
      <span className="min-w-0 truncate font-medium">{children}</span>
      {note ? <span className="ml-auto min-w-16 shrink-[4] truncate font-mono text-rule text-ink-3">{note}</span> : null}
    </Command.Item>
  )
}
