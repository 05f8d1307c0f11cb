import type { HookName } from '@/lib/netfilter/model'

/** The tables of each hook in the order of their priority (raw −300, mangle −150, DNAT −100, filter 0, security 50, SNAT 100). */
export const TABLES_OF_HOOK: Record<HookName, readonly string[]> = {
  PREROUTING: ['raw', 'mangle', 'nat'],
  INPUT: ['mangle', 'filter', 'security', 'nat'],
  FORWARD: ['mangle', 'filter', 'security'],
  OUTPUT: ['raw', 'mangle', 'nat', 'filter', 'security'],
  POSTROUTING: ['mangle', 'nat'],
}
