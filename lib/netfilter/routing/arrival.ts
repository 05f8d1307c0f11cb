import { contains, parseNetwork } from '@/lib/netfilter/address/network'
import { parseAddress } from '@/lib/netfilter/address/parse'
import type { RouteAnswer, RouteQuestion } from '@/lib/netfilter/routing/lookup'
import { flagOf, type Sysctl } from '@/lib/netfilter/routing/sysctl'

const LOOPBACK = parseNetwork('127.0.0.0/8')

function isLoopback(ip: string): boolean {
  const address = parseAddress(ip)
  return LOOPBACK !== null && address !== null && contains(LOOPBACK, address)
}

/** What the checks of a packet that comes in ask of the namespace. */
export interface Arrival {
  question: RouteQuestion
  iif: string
  answer: RouteAnswer
  sysctl: Sysctl
  isOwn: (ip: string) => boolean
  /** The route back to the source, with a mark. */
  back: (mark: number) => RouteAnswer
  /** There are routing rules or local routes that the kernel does not make by itself. */
  customised: boolean
  /** The interface has an IPv4 address. */
  hasAddress: boolean
}

/** Why the kernel drops a packet that comes in, in English; null when it does not. Source: net/ipv4/route.c, net/ipv4/fib_frontend.c, net/ipv6/ip6_output.c. */
export function refusal(arrival: Arrival): string | null {
  const { question, iif, answer, sysctl } = arrival
  const v6 = question.dst.includes(':')
  const why = v6 ? null : (martian(arrival) ?? spoofed(arrival))
  if (why) return why
  const forwarding = v6 ? flagOf(sysctl, 'forwarding', 'all', 'own', 6) : flagOf(sysctl, 'forwarding', iif, 'own')
  return answer.type === 'unicast' && forwarding === false ? `forwarding is switched off on ${iif}` : null
}

function martian({ question, iif, sysctl, isOwn }: Arrival): string | null {
  if (flagOf(sysctl, 'route_localnet', iif, 'any') === false) {
    const loopback = [question.dst, question.src ?? ''].find(isLoopback)
    if (loopback) return `${loopback} came in by ${iif}, and route_localnet is off there`
  }
  if (question.src && isOwn(question.src) && flagOf(sysctl, 'accept_local', iif, 'any') === false) {
    return `the source ${question.src} is an address of this namespace, and accept_local is off`
  }
  return null
}

const ANSWERED: ReadonlySet<string> = new Set(['unicast', 'local', 'broadcast', 'multicast'])

/**
 * The look-up of the way back to the source. rp_filter 1 asks that it leads by the same interface, 2 by any; on an interface without an address both ask for
 * the same one. Without rp_filter the kernel looks only where there are rules or local routes that it did not make.
 */
function spoofed({ question, iif, sysctl, back, customised, hasAddress }: Arrival): string | null {
  const strictness = Math.max(...['all', iif].map((name) => Number(sysctl.get(`net.ipv4.conf.${name}.rp_filter`) ?? 0)))
  if (question.src === null || (strictness === 0 && !customised)) return null
  const route = back(flagOf(sysctl, 'src_valid_mark', iif, 'any') ? question.mark : 0)
  if (route.type === 'unknown') return null
  const found = ANSWERED.has(route.type)
  const accepted = route.type === 'unicast' || (route.type === 'local' && flagOf(sysctl, 'accept_local', iif, 'any') !== false)
  if (found && !accepted) return `the way back to the source ${question.src} is of type ${route.type}`
  if (strictness === 0 || (found && (route.dev === iif || (strictness > 1 && hasAddress)))) return null
  return `the answer to ${question.src} would not leave by ${iif}, and rp_filter is ${strictness}`
}

/** Why the kernel does not let a packet from 127.0.0.0/8 out of the namespace; null when it does. Source: __mkroute_output. */
export function loopbackLeaves({ src }: RouteQuestion, { type, dev }: RouteAnswer, sysctl: Sysctl): string | null {
  if (type !== 'unicast' || src === null || dev === null || dev === 'lo' || !isLoopback(src)) return null
  return flagOf(sysctl, 'route_localnet', dev, 'any') === false ? `the source is ${src}, and route_localnet is off on ${dev}` : null
}
