import type { Walk } from '@/lib/api/step'

export interface LocalText {
  en: string
  ko: string
}
export interface RecordedRequest {
  id: string
  title: LocalText
  from: string
  container: string | null
  url: string
  host: string | null
  method: string
  headers: Record<string, string>
  at: number
  outcome: { exit: number; status: number | null; seconds: number | null }
}
export interface RecordingSummary {
  name: string
  title: LocalText
  about: LocalText
  start: string
  durationMs: number | null
  versions: Record<string, string>
  requests: RecordedRequest[]
  problems: { entry: string; message: string }[]
}
export interface Difference {
  netns?: string
  message: string
}
export interface RecordedAnswer {
  request: RecordedRequest & { compare?: boolean; why?: string | null }
  walk: Walk
  recorded: unknown
  agrees: boolean | null
  differences: Difference[]
  match?: { agreed: number; of: number } | null
}
export interface Choices {
  senders: { from: string; kind: 'client' | 'node' | 'pod'; ip: string | null; containers: string[]; names: Record<string, string> }[]
  urls: { url: string; note: string }[]
  hosts: { host: string; note: string }[]
  nodes: { name: string; ip: string }[]
}
