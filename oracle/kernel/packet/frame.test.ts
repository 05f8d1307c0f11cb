import { expect, test } from 'vitest'
import { frameOf, packetBytes } from '@/oracle/kernel/packet/frame'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

/** The sum of RFC 1071 over a text in hex; 0xffff when the checksum in it is right. */
function sumOf(text: string): number {
  let sum = 0
  for (const [word] of text.matchAll(/..../g)) sum += Number.parseInt(word, 16)
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16)
  return sum
}

test('IPv4: a SYN whose checksums are right', () => {
  const sent = { proto: 'tcp', src: '10.1.0.9', sport: 4000, dst: '10.2.0.9', dport: 80, from: { link: 'eth0' } } as const
  const bytes = hex(packetBytes(sent))
  expect(bytes.slice(0, 8)).toBe('45000028')
  expect(sumOf(bytes.slice(0, 40))).toBe(0xffff)
  expect(sumOf(`0a0100090a02000900060014${bytes.slice(40)}`)).toBe(0xffff)
  expect(bytes.slice(40, 48)).toBe('0fa00050')
})

test('IPv6: a datagram whose checksum is right, in a frame for the third link', () => {
  const sent = { proto: 'udp', src: 'fd00:1::9', sport: 53, dst: '::1', dport: 53, from: { link: 'eth0' } } as const
  const packet = packetBytes(sent)
  const bytes = hex(packet)
  expect(sumOf(`${bytes.slice(16, 80)}00110008${bytes.slice(80)}`)).toBe(0xffff)
  expect(hex(frameOf(packet, 2))).toBe(`020000000002020000000100${'86dd'}${bytes}`)
})
