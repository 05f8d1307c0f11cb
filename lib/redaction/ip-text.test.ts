import { describe, expect, it } from 'vitest'
import { blockAround, contains, type Family, IPV4, IPV6, parseIpv4, parseIpv6, printIpv4, printIpv6 } from '@/lib/redaction/ip-address'
import { IpText } from '@/lib/redaction/ip-text'
import fc from '@/lib/testing/fast-check'

const families = [
  { name: 'IPv4', family: IPV4, parse: parseIpv4, print: printIpv4 },
  { name: 'IPv6', family: IPV6, parse: parseIpv6, print: printIpv6 },
] as const

/** Addresses near each other, as those of a cluster are: few values for each part. */
const address = ({ bits }: Family) =>
  fc
    .array(fc.constantFrom(1n, 2n, 10n, 16n, 20n, 100n, 168n, 192n, 253n), { minLength: bits / 8, maxLength: bits / 8 })
    .map((parts) => parts.reduce((sum, part) => sum * 256n + part, 0n))

describe.each(families)('$name', ({ family, parse, print }) => {
  const networks = fc.array(fc.tuple(address(family), fc.integer({ min: 8, max: family.bits })), { maxLength: 8 })

  it('keeps who is in which network, whatever networks are named, and gives no two the same address', () => {
    fc.assert(
      fc.property(fc.array(address(family), { minLength: 1, maxLength: 30 }), networks, (addresses, named) => {
        const blocks = named.map(([around, length]) => blockAround(family, around, length))
        const lines = [...addresses.map(print), ...blocks.map(({ base, length }) => `${print(base)}/${length}`)]
        const names = new IpText()
        names.learn(lines.join('\n'))
        const other = names.replace(lines.join('\n')).split('\n')
        const moved = other.slice(0, addresses.length).map((text) => parse(text) ?? -1n)
        expect(new Set(moved).size).toBe(new Set(addresses).size)
        blocks.forEach((block, n) => {
          const [base = '', length] = (other[addresses.length + n] ?? '').split('/')
          expect(Number(length)).toBe(block.length)
          const place = blockAround(family, parse(base) ?? -1n, block.length)
          addresses.forEach((each, i) => {
            expect(contains(family, place, moved[i] ?? -1n)).toBe(contains(family, block, each))
          })
        })
      }),
      { numRuns: 300 },
    )
  })

  it('reads what it prints', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << BigInt(family.bits)) - 1n }), (value) => {
        expect(parse(print(value))).toBe(value)
      }),
    )
  })
})

function renamed(text: string): string {
  const names = new IpText()
  names.learn(text)
  return names.replace(text)
}

it('goes round a network that finds no other place', () => {
  expect(new Set(renamed('20.100.1.1\n20.1.1.1\n20.0.0.0/9\n20.0.0.0/10').split('\n').slice(0, 2)).size).toBe(2)
})

it('finds addresses wherever they stand, and leaves what is nobody’s', () => {
  const kept = 'v1.36.4 1.3.6.1.4.1 127.0.0.6:15006 0.0.0.0/0 255.255.255.0 ::1 240.240.0.1 12:34:56 fe80::/64 a::b::c ec:de:f0'
  expect(renamed(kept)).toBe(kept)
  const text = '10.0.3.7_8080 sidecar~10.0.3.7~pod [2a02:26f0::5]:443 ip-10-0-3-7.ec2 ::ffff:10.0.3.7 "10.0.3.7":1'
  const [other = ''] = /100\.64\.\d+\.7/.exec(renamed(text)) ?? []
  expect(renamed(text)).toBe(
    `${other}_8080 sidecar~${other}~pod [2001:db8::]:443 ip-${other.replaceAll('.', '-')}.ec2 ::ffff:${other} "${other}":1`,
  )
})

it('keeps a network whose length stands beside it', () => {
  const text = '{"address_prefix": "10.20.0.0", "prefix_len": 16} 10.20.5.1 10.21.5.1'
  const [network = '', inside = '', outside = ''] = renamed(text).match(/\d+(?:\.\d+){3}/g) ?? []
  const sixteen = (one: string) => one.split('.').slice(0, 2).join('.')
  expect(sixteen(inside)).toBe(sixteen(network))
  expect(sixteen(outside)).not.toBe(sixteen(network))
})

it('moves nothing to where something was', () => {
  // Where the pool begins, and inside of a private range that a rule names.
  const text = '100.64.0.7 100.64.1.7 8.8.8.8 10.0.0.0/8 10.0.0.5 10.0.1.5 10.0.2.0/24 2001:db8::1 2a02::1'
  const before = text.split(' ')
  const after = renamed(text).split(' ')
  expect(after.filter((one) => before.includes(one))).toEqual(['10.0.0.0/8'])
  expect(after[4]).toMatch(/^10\./)
})
