import type { Question } from '@/lib/api/question'
import type { Walk } from '@/lib/api/step'

/** A node that takes requests from outside, and names that lead to its address. */
export interface EntryNode {
  name: string
  ip: string
}

/** Which node the URL's host is: by its address or by its name. Null: neither, so a name that the sender has to look up. */
export function entryOf(url: string, nodes: readonly EntryNode[]): EntryNode | null {
  const host = hostOf(url)
  if (!host) return null
  return nodes.find((node) => node.ip === host || node.name === host) ?? null
}

/** The same request sent to another address: that changes, and the port where `port` is one; the Host header that the server reads stays. */
export function enterAt(
  question: Pick<Question, 'url' | 'host'>,
  { ip }: Pick<EntryNode, 'ip'> & Partial<EntryNode>,
  port: number | null = null,
): Pick<Question, 'url' | 'host'> {
  const parsed = parse(question.url)
  if (!parsed) return question
  const stayed = question.host ?? parsed.host
  const url = new URL(parsed)
  url.hostname = ip
  if (port !== null) url.port = String(port)
  const text = url.toString()
  return { url: text, host: isAddress(parsed.hostname) && question.host === null ? null : stayed }
}

/** The host of a URL as curl would be given it (http:// is implied); null while it can't be read. */
export function hostOf(url: string): string | null {
  return parse(url)?.hostname ?? null
}

function parse(url: string): URL | null {
  const text = url.trim()
  if (!text) return null
  return URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`)
}

/** The node whose own address the request is sent to, whatever name led there; null: none (a Service's address, the outside). */
export function enteredAt<Node extends EntryNode>(walk: Walk, nodes: readonly Node[]): Node | null {
  const first = walk.steps.find((step) => step.packet)?.packet?.before
  return nodes.find((node) => node.ip === first?.dst) ?? null
}

/** Can the same be asked of another node by its address? A TLS client would leave out the name that it greets with. */
export function canEnterElsewhere({ url }: Pick<Question, 'url'>): boolean {
  const parsed = parse(url)
  return parsed !== null && (parsed.protocol !== 'https:' || isAddress(parsed.hostname))
}

const isAddress = (host: string) => /^\d{1,3}(\.\d{1,3}){3}$/.test(host) || host.startsWith('[')
