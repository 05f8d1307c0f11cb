import { exec, kubectl } from '@/e2e-cluster/laboratory'

/** The node port of the laboratory's gateway. */
export const GATEWAY_PORT = 30492
const CLIENT = '192.168.10.200'
const HOST = 'www.gasida.dev'

const urlOf = (node: string, path: string): string => `http://${node}:${GATEWAY_PORT}${path}`

/** The seed's question: a client outside, the node port, a host of the gateway. */
export const question = (node: string) => ({ from: CLIENT, url: urlOf(node, '/'), host: HOST })

/** The address of the node that the question is sent to. */
export async function nodeAddress(): Promise<string> {
  return (await kubectl('get', 'node', 'k3s-s', '-o', 'jsonpath={.status.addresses[?(@.type=="InternalIP")].address}')).trim()
}

/** Sends that request from the client, and gives the answer's status. */
export async function send(node: string, path = '/'): Promise<string> {
  const curl = ['curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', '-H', `Host: ${HOST}`]
  return (await exec('testpc', ...curl, urlOf(node, path))).trim()
}
