import { isLocalSource } from '@/lib/envoy/config/ip-range'
import type { Listener } from '@/lib/envoy/config/listener'
import type { ChainChoice } from '@/lib/envoy/evaluate/filter-chain-match'
import type { Connection } from '@/lib/envoy/evaluate/flow'
import { type InputReader, matchTree } from '@/lib/envoy/evaluate/match/matcher-tree'

/** What the network inputs of a matcher say of a connection (envoy.extensions.matching.common_inputs.network.v3). */
export function connectionInput(connection: Connection): InputReader {
  const { local, remote, direct, serverName, transportProtocol, applicationProtocols } = connection
  return ({ kind }) => {
    switch (kind) {
      case 'DestinationIPInput':
        return local.ip
      case 'DestinationPortInput':
        return String(local.port)
      case 'SourceIPInput':
        return remote.ip
      case 'SourcePortInput':
        return remote.port === null ? undefined : String(remote.port)
      case 'DirectSourceIPInput':
        return direct.ip
      case 'SourceTypeInput':
        return isLocalSource(local.ip, remote.ip) ? 'local' : null
      case 'ServerNameInput':
        return serverName === '' ? null : serverName
      case 'TransportProtocolInput':
        return transportProtocol === '' ? null : transportProtocol
      case 'ApplicationProtocolInput':
        if (applicationProtocols === null) return undefined
        return applicationProtocols.length === 0 ? null : applicationProtocols.map((protocol) => `'${protocol}'`).join(',')
      default:
        return undefined
    }
  }
}

/** Chooses the filter chain by a listener's filter_chain_matcher, which names it; the chains' own matches don't count then. */
export function chooseByTree(listener: Listener, connection: Connection): ChainChoice {
  const result = matchTree(listener.matcher, connectionInput(connection))
  if (result.is === 'unknown') return { candidates: [], usesDefault: false, skipped: [], uncertain: result.why, mayClose: false }
  const fallback = listener.defaultFilterChain
  if (result.is === 'none')
    return { candidates: fallback === null ? [] : [fallback], usesDefault: true, skipped: [], uncertain: null, mayClose: false }
  const name = result.action.config.get('value').text()
  const chain = listener.filterChains.find((one) => one.name === name)
  return { candidates: chain === undefined ? [] : [chain], usesDefault: false, skipped: [], uncertain: null, mayClose: false }
}
