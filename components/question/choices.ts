'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useMoment } from '@/components/shell/moment'
import { useRecording } from '@/components/shell/recordings'
import type { Choice } from '@/components/ui/filter-choices'
import type { Choices } from '@/lib/api/choices'
import type { EntryNode } from '@/lib/walk/entry'

/** What the question bar offers: everything that the source knows of. Free text stays possible. */
export interface ChoicesView {
  senders: Choice[]
  urls: Choice[]
  hosts: Choice[]
  nodes: EntryNode[]
  /** Names that the sender's own hosts file knows. */
  knownNames: readonly string[]
  /** The address that the sender's hosts file has for a name; null: none. */
  addressOf(name: string | null): string | null
  /** The containers of a pod (as in Question.from); empty for clients, nodes and unknown senders. */
  containers(from: string): readonly string[]
}

export function useChoicesQuery() {
  const recording = useRecording()?.name
  const at = useMoment()
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

const nothing: Choices = { clients: [], nodes: [], pods: [], services: [], hosts: [] }

function view(choices: Choices, from: string | null, groups: Record<'client' | 'node' | 'pod', string>): ChoicesView {
  const pods = new Map(choices.pods.map((pod) => [pod.netns, pod]))
  const client = choices.clients.find(({ name }) => name === from)
  return {
    senders: sendersOf(choices).map((sender) => ({ value: sender.from, note: sender.ip ?? '', group: groups[sender.kind] })),
    urls: urlsOf(choices, from),
    hosts: choices.hosts.map((host) => ({ value: host })),
    nodes: choices.nodes,
    knownNames: client?.hosts ?? [],
    addressOf: (name) => client?.addresses[client.hosts.indexOf(name ?? '')] ?? null,
    containers: (name) => pods.get(name)?.containers ?? [],
  }
}

export interface Sender {
  from: string
  kind: 'client' | 'node' | 'pod'
  ip: string | null
}

/** Everyone who can ask: clients first, then pods, then nodes. */
export function sendersOf(choices: Choices): Sender[] {
  return [
    ...choices.clients.map((client): Sender => ({ from: client.name, kind: 'client', ip: client.ip })),
    ...choices.pods.filter((pod) => !pod.hostNetwork).map((pod): Sender => ({ from: pod.netns, kind: 'pod', ip: pod.ip })),
    ...choices.nodes.map((node): Sender => ({ from: node.name, kind: 'node', ip: node.ip })),
  ]
}

/** URLs worth asking: node ports from outside (for each host that the mesh declares), Services by name from pods. */
export function urlsOf(choices: Choices, from: string | null): Choice[] {
  const node = choices.nodes[0]
  const outside = choices.clients.some((client) => client.name === from) || choices.nodes.some((one) => one.name === from)
  const names = choices.clients.find((client) => client.name === from)?.hosts ?? []
  const hosts = choices.hosts.filter((host) => names.includes(host))
  const byNodePort: Choice[] = []
  const byName: Choice[] = []
  for (const service of choices.services) {
    for (const port of service.ports) {
      const note = `${service.namespace}/${service.name}${port.name ? ` ${port.name}` : ''}`
      const scheme = port.name?.startsWith('https') ? 'https' : 'http'
      byName.push({ value: `${scheme}://${service.host}:${port.port}/`, note })
      if (port.nodePort === null) continue
      for (const host of [...hosts, ...(node ? [node.ip] : [])]) byNodePort.push({ value: `${scheme}://${host}:${port.nodePort}/`, note })
    }
  }
  return outside ? byNodePort : [...byName, ...byNodePort]
}
