import type { FlowPacket } from '@/lib/netfilter/model'
import type { RunResult } from '@/lib/netfilter/nft/run'

/** A match that makes a rule one of TCP's, as nft wants it in front of a port. */
export const TCP = { match: { op: '==', left: { meta: { key: 'l4proto' } }, right: 'tcp' } }

/** An expression that throws dice. */
export const numgen = (mod: number) => ({ numgen: { mode: 'random', mod, offset: 0 } })

/** Each way in words: its probability, where it leads, and what became of the packet. */
export function ways(result: RunResult): string[] {
  const told = (packet: FlowPacket | undefined) => (packet ? ` ${packet.src}>${packet.dst}:${packet.dport} mark ${packet.mark}` : '')
  const word = (verdict: unknown) =>
    typeof verdict === 'object' && verdict !== null && 'is' in verdict ? String(verdict.is) : String(verdict)
  if (result.is === 'passed') return [`passed ${result.reason?.code}`]
  if (result.is === 'matched')
    return [`${word(result.verdict)}${told(result.progress.packet)}${result.progress.op ? ` ${result.progress.op}` : ''}`]
  return result.ways.map(({ probability, leads, packet, label }) => `${probability ?? '?'} ${word(leads)} ${label}${told(packet)}`)
}
