import { type Message, message } from '@/lib/explain/message'

/** What kube-proxy's nftables mode calls the chains of a Service port, and of its endpoints: `service-HASH-default/web/tcp/http`. A name that it cut is not read. */
const SERVICE_CHAIN =
  /^(?:service|local|external|firewall|endpoint)-[A-Z2-7]{8}-([^/\s]{1,253})\/([^/\s]{1,253})\/[a-z]{1,8}\/([^_/\s]{0,63})(?:__([^/\s]{1,45})\/(\d{1,5}))?$/

/** kube-proxy's comment of an element: `default/web:http`. */
const SERVICE_COMMENT = /^([a-z0-9.-]{1,253}\/[a-z0-9.-]{1,253})(?::([a-z0-9-]{1,63}))?$/

/** kube-proxy's table; in another one its names mean nothing. */
const TABLE = 'kube-proxy'

/** A Service port, and the endpoint where a chain is of one. */
export interface KubeChain {
  /** NAMESPACE/NAME */
  service: string
  /** The port's name; empty: it has none. */
  port: string
  /** IP:PORT */
  endpoint: string | null
}

/** What a chain's name says of a chain of kube-proxy's own table; null: nothing. */
export function readKubeChain(table: string, chain: string): KubeChain | null {
  const [, namespace, name, port = '', ip, number] = (table === TABLE && SERVICE_CHAIN.exec(chain)) || []
  if (namespace === undefined || name === undefined) return null
  // A chain's name has no colons: those of an IPv6 address stand as dots.
  const address = ip === undefined ? null : /^[\d.]+$/.test(ip) && ip.split('.').length === 4 ? ip : `[${ip.replaceAll('.', ':')}]`
  return { service: `${namespace}/${name}`, port, endpoint: address === null ? null : `${address}:${number}` }
}

/** NAMESPACE/NAME[:PORT] */
export const portOf = ({ service, port }: KubeChain): string => (port === '' ? service : `${service}:${port}`)

/** The Service port, NAMESPACE/NAME[:PORT], that an element of kube-proxy's sets belongs to: by the chain that it leads to, or its comment; null: not known. */
export function serviceOfElement(table: string, { chain, comment }: { chain: string | null; comment: string | null }): string | null {
  const known = chain === null ? null : readKubeChain(table, chain)
  if (known) return portOf(known)
  return table === TABLE && comment !== null && SERVICE_COMMENT.test(comment) ? comment : null
}

/** Where a jump to a chain of kube-proxy's own leads; null: to another chain. */
export function sayKubeChain(table: string, chain: string): Message | null {
  if (table === TABLE && chain === 'mark-for-masquerade') return message('say.mark')
  const known = readKubeChain(table, chain)
  if (!known) return null
  const { service, port, endpoint } = known
  if (endpoint !== null) return message('say.endpoint', { service, port, endpoint })
  return message(port === '' ? 'say.service' : 'say.servicePort', { service, port })
}
