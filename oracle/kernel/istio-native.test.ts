import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { judgePackets } from '@/oracle/kernel/judge'
import { allowedCpus } from '@/oracle/kernel/laboratory/cpus'
import { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import { ROUTER } from '@/oracle/kernel/laboratory/topology'
import { ISTIO_TABLES, REDIRECTION, TPROXY } from '@/oracle/kernel/native/istio'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

/* No recording has Istio's native tables: the kernel judges the walk through rules of their form, for every kind of sender that they tell apart. */

const skipReason = inject('kernelReason')
/** The proxy's inbound socket. */
const PROXY = [{ proto: 'tcp' as const, ip: '0.0.0.0', port: 15006 }]

let laboratory: Laboratory | null = null

beforeAll(async () => {
  if (!skipReason) laboratory = await Laboratory.open({ ...ROUTER, listeners: PROXY }, allowedCpus()[0] ?? 0)
})
afterAll(() => laboratory?.close())

const DESTINATIONS = ['10.1.0.1', '10.9.9.9', '127.0.0.1', '10.2.0.9', '10.50.0.3', '192.0.2.77']
const PORTS = [53, 80, 15008, 15021]

/** What comes in, what the app sends, and what the proxy sends, by TCP and UDP. */
function everyKind(): SentPacket[] {
  return (['tcp', 'udp'] as const).flatMap((proto) =>
    PORTS.flatMap((dport) => {
      const arriving = DESTINATIONS.slice(0, 2).map((dst) => ({ proto, src: '10.1.0.9', sport: 40000, dst, dport, from: { link: 'eth0' } }))
      const senders = [
        { uid: 1000, gid: 1000, mark: 0 },
        { uid: 1337, gid: 1337, mark: 0 },
        { uid: 0, gid: 1337, mark: 0 },
      ]
      const sent = DESTINATIONS.flatMap((dst) => senders.map((from) => ({ proto, src: '10.1.0.1', sport: 40000, dst, dport, from })))
      return [...arriving, ...sent]
    }),
  )
}

test.for([
  ['redirection', REDIRECTION],
  ['TPROXY', TPROXY],
] as const)('Istio’s native tables, %s', async ([, ruleset], { skip }) => {
  if (skipReason || !laboratory) return skip(skipReason ?? 'no laboratory')
  expect(await laboratory.loadNative(ISTIO_TABLES, ruleset)).toBeNull()
  const verdicts = await judgePackets(laboratory, 4, everyKind())
  console.log(`agree ${verdicts.filter(({ difference }) => difference === null).length} of ${verdicts.length}`)
  expect(verdicts.flatMap(({ difference }) => difference ?? []).slice(0, 2)).toEqual([])
  expect(verdicts.length).toBeGreaterThan(100)
})
