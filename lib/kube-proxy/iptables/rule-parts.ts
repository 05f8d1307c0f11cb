import type { LocalDetector } from '@/lib/kube-proxy/settings'
import { printedNetwork } from '@/lib/netfilter/address/format'

/** `-m comment`, as `iptables-save` prints it: kube-proxy's texts hold no quotes. */
export const comment = (text: string): string => `-m comment --comment "${text}"`

/** A single address as `-s` and `-d` print it. */
export const host = (ip: string): string => (ip.includes(':') ? `${ip}/128` : `${ip}/32`)

export const markMatch = (mark: number): string => `--mark ${hex(mark)}/${hex(mark)}`

export const hex = (value: number): string => `0x${value.toString(16)}`

/** How the kernel keeps a probability: 31 bits of a fraction; iptables prints it back with 11 digits (1/3 becomes 0.33333333349). */
export function printedProbability(choices: number): string {
  const asked = Number((1 / choices).toFixed(10))
  return (Math.round(asked * 0x80000000) / 0x80000000).toFixed(11)
}

/** The parts of a rule that match, or do not match, traffic of pods: addresses stand before the destination, interfaces behind it. */
export function detectorParts(detector: LocalDetector, negated: boolean): { source: string; iface: string } | null {
  const not = negated ? '! ' : ''
  switch (detector.by) {
    case 'none':
      return null
    case 'cidr': {
      const network = printedNetwork(detector.cidr)
      return { source: `${not}-s ${network?.text ?? detector.cidr} `, iface: '' }
    }
    case 'bridge':
      return { source: '', iface: `${not}-i ${detector.iface} ` }
    case 'prefix':
      return { source: '', iface: `${not}-i ${detector.prefix}+ ` }
  }
}
