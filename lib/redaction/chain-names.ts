import { endpointChain } from '@/lib/kube-proxy/chain-name'
import { hashOf } from '@/lib/kube-proxy/hash'

/** The rule by which kube-proxy sends to an endpoint; its chain's name is a hash that the endpoint's address is in. */
const IPTABLES_RULE = /-A (KUBE-SEP-[A-Z0-9]+) -p (\w+) -m comment --comment "?([^\s"]+)"? .*--to-destination (\S+:\d+)/g
/** The same in nftables: a hash of the name that stands behind it. */
const NFTABLES_NAME = /\b([A-Z2-7]{8})-([a-z0-9.-]+\/[a-z0-9.-]+\/[a-z]+\/[a-z0-9-]*__[0-9a-f.]+\/\d+)/g
const HASHED = /KUBE-SEP-[A-Z0-9]{16}|\b[A-Z2-7]{8}(?=-[a-z0-9.-]+\/)/g

/** Names of chains that kube-proxy makes of an endpoint's address: made again of its other address, as what is computed has them. */
export class ChainNames {
  private readonly made = new Map<string, (names: (text: string) => string) => string>()

  learn(text: string): void {
    for (const [, chain = '', protocol = '', portName = '', endpoint = ''] of text.matchAll(IPTABLES_RULE)) {
      if (endpointChain(portName, protocol, endpoint) === chain)
        this.made.set(chain, (names) => endpointChain(names(portName), protocol, names(endpoint)))
    }
    for (const [, hash = '', name = ''] of text.matchAll(NFTABLES_NAME)) {
      if (hashOf(name, hash.length) === hash) this.made.set(hash, (names) => hashOf(names(name), hash.length))
    }
  }

  /** `names` gives a text's other addresses and hosts. */
  replace(text: string, names: (text: string) => string): string {
    return this.made.size === 0 ? text : text.replace(HASHED, (hashed) => this.made.get(hashed)?.(names) ?? hashed)
  }
}
