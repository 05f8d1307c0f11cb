import {
  FROM_LO,
  isMark,
  isOwner,
  type NativeContext,
  notLoopback,
  OVER_LO,
  proxyOwners,
  RETURN,
  setMark,
  TCP,
} from '@/lib/istio/redirection/native/context'
import { match, meta, payload } from '@/lib/netfilter/computed/nft/expressions'
import type { Json } from '@/lib/netfilter/nft/json'

const MODE = 'sidecar.istio.io/interceptionMode'
/** The mark of packets from the outbound to the inbound side of one proxy. */
const OUTBOUND_MARK = 1338
const CT_MARK: Json = { ct: { key: 'mark' } }

/** Mode TPROXY: the proxy keeps the client's address, so marks tell its packets from the client's. */
export function transparentRules({ settings, add, versions }: NativeContext): void {
  if (settings.mode !== 'TPROXY') return
  const mark = settings.tproxyMark
  add('mangle', 'prerouting', [TCP, isMark(mark)], { mangle: { key: CT_MARK, value: meta('mark') } }, MODE)
  add('mangle', 'output', [OVER_LO, TCP, isMark(mark)], RETURN, MODE)
  for (const owner of proxyOwners(settings))
    for (const version of versions)
      add('mangle', 'output', [OVER_LO, TCP, notLoopback(version), isOwner(owner)], setMark(OUTBOUND_MARK), MODE)
  add('mangle', 'output', [TCP, match('==', CT_MARK, mark)], setMark(CT_MARK), MODE)
  add('mangle', 'istio-inbound', [TCP, isMark(mark)], RETURN, MODE, 0)
  for (const { header, inboundSource } of versions)
    add('mangle', 'istio-inbound', [FROM_LO, TCP, match('==', payload(header, 'saddr'), inboundSource)], RETURN, MODE, 1)
  add('mangle', 'istio-inbound', [FROM_LO, TCP, isMark(OUTBOUND_MARK, '!=')], RETURN, MODE, 2)
}
