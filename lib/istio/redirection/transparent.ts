import type { RedirectionContext } from '@/lib/istio/redirection/context'
import { markText } from '@/lib/istio/redirection/inbound'
import { proxyOwners } from '@/lib/istio/redirection/owners'

const MODE = 'sidecar.istio.io/interceptionMode'
/** The mark of packets from the outbound to the inbound side of one proxy. */
const OUTBOUND_MARK = 1338
const WHOLE = '--nfmask 0xffffffff --ctmask 0xffffffff'

/** Mode TPROXY: the proxy keeps the client's address, so marks tell its packets from the client's. */
export function transparentRules(context: RedirectionContext): void {
  const { settings, append, insert, loopback, inboundSource } = context
  if (settings.mode !== 'TPROXY') return
  const mark = markText(settings.tproxyMark)
  const outbound = markText(OUTBOUND_MARK)
  append('mangle', 'PREROUTING', `-p tcp -m mark --mark ${mark} -j CONNMARK --save-mark ${WHOLE}`, MODE)
  append('mangle', 'OUTPUT', `-o lo -p tcp -m mark --mark ${mark} -j RETURN`, MODE)
  for (const owner of proxyOwners(context))
    append('mangle', 'OUTPUT', `! -d ${loopback} -o lo -p tcp -m owner ${owner} -j MARK --set-xmark ${outbound}/0xffffffff`, MODE)
  append('mangle', 'OUTPUT', `-p tcp -m connmark --mark ${mark} -j CONNMARK --restore-mark ${WHOLE}`, MODE)
  insert('mangle', 'ISTIO_INBOUND', 1, `-p tcp -m mark --mark ${mark} -j RETURN`, MODE)
  insert('mangle', 'ISTIO_INBOUND', 2, `-s ${inboundSource} -i lo -p tcp -j RETURN`, MODE)
  insert('mangle', 'ISTIO_INBOUND', 3, `-i lo -p tcp -m mark ! --mark ${outbound} -j RETURN`, MODE)
}
