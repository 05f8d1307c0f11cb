'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import type { Choices } from '@/components/shell/api-types'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { usePageAddress } from '@/components/shell/page-state'
import { useRecording } from '@/components/shell/recordings'
import type { Choice } from '@/components/ui/combobox'
import type { EntryNode } from './entry'

/** What the question bar offers: everything that the source knows of. Free text stays possible. */
export interface ChoicesView {
  senders: Choice[]
  urls: Choice[]
  hosts: Choice[]
  nodes: EntryNode[]
  /** Names that the sender's hosts file knows → address. */
  names: ReadonlyMap<string, string>
  /** The containers of a pod (as in Question.from); empty for clients, nodes and unknown senders. */
  containers(from: string): readonly string[]
}

export function useChoicesQuery() {
  const recording = useRecording()?.name
  const { at } = usePageAddress().state
  return useQuery({
    queryKey: ['choices', recording, at],
    queryFn: ({ signal }) => fetchJson<Choices>(apiUrl('/api/choices', { recording, at }), { signal }),
    enabled: recording !== undefined,
    placeholderData: (previous) => previous,
  })
}

/** The choices for a question of this sender. */
export function useChoices(from: string | null): ChoicesView {
  const t = useTranslations('question')
  const { data } = useChoicesQuery()
  return useMemo(
    () => view(data ?? nothing, from, { client: t('groupClients'), node: t('groupNodes'), pod: t('groupPods') }),
    [data, from, t],
  )
}

const nothing: Choices = { senders: [], urls: [], hosts: [], nodes: [] }

function view(choices: Choices, from: string | null, groups: Record<'client' | 'node' | 'pod', string>): ChoicesView {
  const senders = new Map(choices.senders.map((sender) => [sender.from, sender]))
  const first = choices.senders.find((sender) => sender.kind === 'client')
  const names = new Map(Object.entries((from ? senders.get(from) : first)?.names ?? {}))
  return {
    senders: choices.senders.map((sender) => ({ value: sender.from, note: sender.ip ?? '', group: groups[sender.kind] })),
    urls: choices.urls.map((url) => ({ value: url.url, note: url.note })),
    hosts: choices.hosts.map((host) => ({ value: host.host, note: host.note })),
    nodes: choices.nodes,
    names,
    containers: (name) => senders.get(name)?.containers ?? [],
  }
}
