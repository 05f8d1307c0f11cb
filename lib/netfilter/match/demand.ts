import type { Network } from '@/lib/netfilter/address/network'

/** What a part of a rule asks for by itself: it says no to every packet of which the value is known and another one. */
export type Demand = NetworkDemand | NameDemand | { of: 'dport'; port: number }

export interface NetworkDemand {
  of: 'source' | 'destination'
  network: Network
}

/** The whole name of an interface. */
export interface NameDemand {
  of: 'in' | 'out'
  name: string
}
