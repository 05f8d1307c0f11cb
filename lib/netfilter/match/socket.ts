import { withPort } from '@/lib/netfilter/address/format'
import { absent, notKnown, YES } from '@/lib/netfilter/match/answer'
import type { MatchModule } from '@/lib/netfilter/match/module'
import { printOption } from '@/lib/netfilter/parse/tokens'
import { listeningFor } from '@/lib/netfilter/sockets/listening'

/**
 * `-m socket`: whether a socket here takes the packet. A new connection has none yet, so only a listening one counts; one that is
 * bound to any address counts with `--nowildcard` alone. Whether a socket is transparent no dump shows. Source: net/netfilter/xt_socket.c.
 */
export const socket: MatchModule = {
  compile: (options) => {
    const has = (name: string) => options.some((option) => option.name === name)
    const [anyCounts, transparent] = [has('--nowildcard'), has('--transparent')]
    return [
      {
        text: ['-m socket', ...options.map(printOption)].join(' '),
        test: ({ packet, context }) => {
          const found = listeningFor(context, packet, packet.dst, packet.dport)
          if (found === 'unknown') return notKnown('socket')
          if (found === 'none' || (found === 'any' && !anyCounts)) return absent(false, 'socket', withPort(packet.dst, packet.dport))
          return transparent ? notKnown('socket') : YES
        },
      },
    ]
  },
}
