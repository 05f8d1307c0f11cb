import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A node with a hundred thousand connections: more is cut by the command's end, and said. */
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024
const RUN_MS = 5_000

/** Where the search begins and ends: the agent's image, never a path that a request names. */
const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

const SYSCTLS = [
  'net.ipv4.ip_forward',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.conf.all.route_localnet',
  'net.ipv4.conf.all.rp_filter',
  'net.ipv4.conf.default.rp_filter',
  'net.bridge.bridge-nf-call-iptables',
  'net.bridge.bridge-nf-call-ip6tables',
  'net.ipv6.conf.all.disable_ipv6',
  'net.ipv6.conf.all.forwarding',
  'net.netfilter.nf_conntrack_max',
]

/** Runs one fixed command in a network namespace (null: this one) and gives what it prints. No shell, no word of a request. */
async function inNetns(netns: string | null, command: readonly string[]): Promise<string> {
  const [file = '', ...args] = netns === null ? command : ['nsenter', `--net=${netns}`, '--', ...command]
  const { stdout } = await run(file, args, {
    env: { PATH, LC_ALL: 'C', NODE_ENV: 'production' },
    timeout: RUN_MS,
    maxBuffer: MAX_OUTPUT_BYTES,
    killSignal: 'SIGKILL',
  })
  return stdout
}

export type Read = (netns: string | null) => Promise<string | null>
const plain =
  (...command: string[]): Read =>
  (netns) =>
    inNetns(netns, command)

/** What traffic moves, by the file of a recording. None of all these commands takes the xtables lock; null: there is nothing of it. */
export const MOVING: Readonly<Record<string, Read>> = {
  'iptables-save.txt': plain('iptables-nft-save', '-c'),
  'iptables-legacy-save.txt': (netns) => legacyRules(netns, 'ip_tables_names', 'iptables-legacy-save'),
  'ip6tables-save.txt': plain('ip6tables-nft-save', '-c'),
  'ip6tables-legacy-save.txt': (netns) => legacyRules(netns, 'ip6_tables_names', 'ip6tables-legacy-save'),
  'ss.txt': plain('ss', '-tlnpO'),
  'conntrack.txt': plain('conntrack', '-L', '-p', 'tcp', '-o', 'extended'),
}

/** What stands until somebody changes it. */
export const STANDING: Readonly<Record<string, Read>> = {
  'ip-addr.json': plain('ip', '-j', 'addr'),
  'ip-route.json': plain('ip', '-j', 'route', 'show', 'table', 'all'),
  'ip-rule.json': plain('ip', '-j', 'rule'),
  'ip6-rule.json': plain('ip', '-j', '-6', 'rule'),
  'sysctl.json': sysctls,
}

/** IPv4 addresses of a namespace. */
export async function addressesOf(netns: string): Promise<string[]> {
  const links: unknown = JSON.parse(await inNetns(netns, ['ip', '-j', '-4', 'addr', 'show', 'scope', 'global']))
  const found: string[] = []
  for (const link of Array.isArray(links) ? links : []) {
    for (const address of Array.isArray(link?.addr_info) ? link.addr_info : []) {
      if (typeof address?.local === 'string') found.push(address.local)
    }
  }
  return found
}

/** Asking for legacy rules would load their modules: only where the kernel has some. */
async function legacyRules(netns: string | null, names: string, command: string): Promise<string | null> {
  const tables = await inNetns(netns, ['cat', `/proc/net/${names}`]).catch(() => '')
  if (tables.trim() === '') return null
  const rules = await inNetns(netns, [command, '-c'])
  return /^\[\d+:\d+\] -A /m.test(rules) ? rules : null
}

/** Tables that iptables-nft makes are in iptables-save; the names of the others come from the kernel and are checked. */
async function nativeTables(netns: string | null): Promise<(readonly [string, string])[]> {
  const own = new Set(['filter', 'nat', 'mangle', 'raw', 'security'])
  return (await inNetns(netns, ['nft', 'list', 'tables'])).split('\n').flatMap((line) => {
    const [whole, family = '', name = ''] = /^table (ip|ip6|inet|arp|bridge|netdev) ([\w.-]{1,128})$/.exec(line) ?? []
    return whole && !((family === 'ip' || family === 'ip6') && own.has(name)) ? [[family, name] as const] : []
  })
}

/** The native tables as `nft -a` prints them, and as one object of `nft -j list ruleset`; nothing where there are none. */
export async function nativeFiles(netns: string | null): Promise<Record<string, string>> {
  const tables = await nativeTables(netns)
  if (tables.length === 0) return {}
  const text: string[] = []
  const objects: unknown[] = []
  for (const table of tables) {
    text.push(await inNetns(netns, ['nft', '-a', 'list', 'table', ...table]))
    const listed: { nftables?: unknown } = JSON.parse(await inNetns(netns, ['nft', '-j', 'list', 'table', ...table]))
    for (const object of Array.isArray(listed.nftables) ? listed.nftables : [])
      if (objects.length === 0 || !('metainfo' in object)) objects.push(object)
  }
  return { 'nft.txt': text.join(''), 'nft.json': JSON.stringify({ nftables: objects }) }
}

async function sysctls(netns: string | null): Promise<string> {
  const paths = SYSCTLS.map((name) => `/proc/sys/${name.replaceAll('.', '/')}`)
  // A switch that this kernel lacks makes grep complain and go on.
  const text = await inNetns(netns, ['grep', '-Hs', '', ...paths]).catch((error: { stdout?: unknown }) => String(error.stdout ?? ''))
  const values = text.split('\n').flatMap((line) => {
    const [, path = '', value = ''] = /^\/proc\/sys\/([^:]+):(.*)$/.exec(line) ?? []
    return path === '' ? [] : [[path.replaceAll('/', '.'), value] as const]
  })
  return JSON.stringify(Object.fromEntries(values))
}

/** Why a command gave nothing, in words for the page. */
export function reasonOf(error: unknown): string {
  const failed = error as { code?: unknown; stderr?: unknown; killed?: unknown }
  if (failed.code === 'ENOENT') return 'the agent’s image lacks this tool'
  if (failed.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `more than ${MAX_OUTPUT_BYTES} bytes`
  if (failed.killed === true) return `did not end within ${RUN_MS / 1000} s`
  return (typeof failed.stderr === 'string' && failed.stderr.trim().split('\n')[0]?.slice(0, 200)) || 'failed'
}
