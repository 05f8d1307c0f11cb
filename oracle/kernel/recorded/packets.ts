import { parseNetwork } from '@/lib/netfilter/address/network'
import type { Proto, Ruleset } from '@/lib/netfilter/model'
import type { InterfaceAddress } from '@/lib/netfilter/routing/tables'
import type { TraceEntry } from '@/lib/netfilter/testing/trace'
import type { Sender, SentPacket } from '@/oracle/kernel/packet/sent'

/** What is known of who sends in a recorded namespace. */
export interface Senders {
  owners: readonly { uid: number; gid: number }[]
  /** Marks that its rules ask for, which a sender may have set. */
  marks: readonly number[]
}

/** Packets like those that a recording traced in a namespace: each tuple once; what was sent there, by everyone who may have. */
export function recordedPackets(entries: readonly TraceEntry[], links: readonly string[], senders: Senders): SentPacket[] {
  const found = new Map<string, SentPacket>()
  for (const { packet } of entries) {
    const { src, dst, sport, dport, proto, in: iif } = packet
    if (iif === 'lo' || (iif !== null && !links.includes(iif))) continue
    const froms = iif === null ? sendersOf(senders) : [{ link: iif }]
    for (const from of froms) found.set(JSON.stringify([src, dst, dport, proto, from]), { proto, src, sport, dst, dport, from })
  }
  return [...found.values()]
}

function sendersOf({ owners, marks }: Senders): Sender[] {
  return owners.flatMap((owner) => marks.map((mark) => ({ ...owner, mark })))
}

const SPORT = 40_000

/** Packets to every address and port that a rule names, from a neighbour on each link and from the namespace itself; at most `limit`, spread evenly. */
export function derivedPackets(ruleset: Ruleset, addresses: readonly InterfaceAddress[], senders: Senders, limit: number): SentPacket[] {
  const own = addresses.filter(({ local, iface, scope }) => !local.includes(':') && iface !== 'lo' && scope === 'global')
  const targets = targetsOf(
    ruleset,
    own.map(({ local }) => local),
  )
  const all = targets.flatMap((target) => [
    ...own.map((address): SentPacket => ({ ...target, src: neighbourOf(address), sport: SPORT, from: { link: address.iface } })),
    ...own
      .slice(0, 1)
      .flatMap(({ local }) => sendersOf(senders).map((from): SentPacket => ({ ...target, src: local, sport: SPORT, from }))),
  ])
  const step = Math.max(1, all.length / limit)
  return Array.from({ length: Math.min(limit, all.length) }, (_, index) => all[Math.floor(index * step)]).filter(
    (packet) => packet !== undefined,
  )
}

/** An address of the same network that is not the namespace's own. */
function neighbourOf({ local, prefixLength }: InterfaceAddress): string {
  const network = parseNetwork(`${local}/${prefixLength}`)
  const last = Number(local.split('.')[3]) % 200
  return network && prefixLength < 31 ? local.replace(/\d+$/, String(last + 7)) : '198.51.100.7'
}

const HOST = /^(\d+\.\d+\.\d+\.\d+)\/32$/

function targetsOf(ruleset: Ruleset, own: readonly string[]): { proto: Proto; dst: string; dport: number }[] {
  const found = new Map<string, { proto: Proto; dst: string; dport: number }>()
  for (const table of ruleset.tables.values()) {
    for (const chain of table.chains.values()) {
      for (const { options } of chain.rules) {
        const value = (name: string) => options.find((option) => option.name === name && !option.negated)?.values[0] ?? null
        const [proto, dport] = [value('-p'), Number(value('--dport'))]
        if ((proto !== 'tcp' && proto !== 'udp') || !(dport > 0)) continue
        const host = HOST.exec(value('-d') ?? '')?.[1]
        for (const dst of host ? [host] : own) found.set(`${proto} ${dst} ${dport}`, { proto, dst, dport })
      }
    }
  }
  return [...found.values()]
}
