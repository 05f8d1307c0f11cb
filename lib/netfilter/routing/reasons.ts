import { reader, type Sentences } from '@/lib/reason/sentence'

/** Why a packet has no route, or is dropped before it is routed; messages/LOCALE/route.json has the same codes. */
export const ROUTE_REASONS = {
  unobserved: 'its routes were not observed',
  'unobserved-v6': 'its IPv6 routes were not observed',
  'unobserved-rules': 'the rules that lead to the IPv6 routes of table {tables} were not observed',
  'unobserved-forwarding': 'whether IPv6 is forwarded was not observed',
  'no-address': '{dst} is no address',
  'unknown-rule': 'the rule of priority {priority} asks for {what}, which is not modelled',
  'rule-says': 'the rule of priority {priority} says so',
  'no-route': 'no route to {dst}',
  multipath: 'the route has {count} next hops, and the kernel chooses one by a hash',
  'no-forwarding': 'forwarding is switched off on {dev}',
  'loopback-in': '{address} came in by {dev}, and route_localnet is off there',
  'own-source': 'the source {src} is an address of this namespace, and accept_local is off',
  'way-back': 'the way back to the source {src} is of type {type}',
  'other-way-back': 'the answer to {src} would not leave by {dev}, and rp_filter is {strictness}',
  'loopback-out': 'the source is {src}, and route_localnet is off on {dev}',
} as const satisfies Sentences

/** The code of one of these sentences; null: it is another text. */
export const readRouteReason = reader('route', ROUTE_REASONS)
