import type { FlowPacket, HookContext } from '@/lib/netfilter/model'

/** The listening socket that would take a packet at an address of this namespace: the kernel's matches look only for those of TCP and UDP. */
export function listeningFor(context: HookContext, { proto }: FlowPacket, ip: string, port: number): 'exact' | 'any' | 'none' | 'unknown' {
  return proto === 'tcp' || proto === 'udp' ? (context.listener?.(proto, ip, port) ?? 'unknown') : 'none'
}
