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

/** Who has rules in a namespace: tables of nf_tables, as family and name, and of the two legacy backends. */
export interface Backends {
  tables: readonly (readonly [family: string, name: string])[]
  /** Why nf_tables' can't be told; null: they are. */
  failed: unknown
  legacy: { ipv4: boolean; ipv6: boolean }
}

/**
 * What traffic moves, by the file of a recording: of those backends alone that have rules. None of all these commands takes the xtables lock; null: there
 * is nothing of it. ss without -p: of the node's processes the agent sees none.
 */
export const moving = ({ tables, failed, legacy }: Backends): Readonly<Record<string, Read>> => ({
  'iptables-save.txt': plain('iptables-nft-save', '-c'),
  'ip6tables-save.txt': failed !== null || tables.some(([family]) => family === 'ip6') ? plain('ip6tables-nft-save', '-c') : async () => '',
  ...(legacy.ipv4 ? { 'iptables-legacy-save.txt': legacyRules('iptables-legacy-save') } : {}),
  ...(legacy.ipv6 ? { 'ip6tables-legacy-save.txt': legacyRules('ip6tables-legacy-save') } : {}),
  ...(failed !== null
    ? { 'nft.txt': () => Promise.reject(failed), 'nft.json': () => Promise.reject(failed) }
    : nativeReads(tables.filter((table) => !isOfIptables(...table)))),
  'ss.txt': plain('ss', '-tlnO'),
  'conntrack.txt': plain('conntrack', '-L', '-p', 'tcp', '-o', 'extended'),
})

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

const legacyRules =
  (command: string): Read =>
  async (netns) => {
    const rules = await inNetns(netns, [command, '-c'])
    return /^\[\d+:\d+\] -A /m.test(rules) ? rules : null
  }

/** Tables that iptables-nft makes are in iptables-save. */
const IPTABLES_TABLES = new Set(['filter', 'nat', 'mangle', 'raw', 'security'])
const isOfIptables = (family: string, name: string): boolean => (family === 'ip' || family === 'ip6') && IPTABLES_TABLES.has(name)

/**
 * Asking legacy programs would load their modules, so the kernel is asked which tables there are. Names of tables come from it and are checked. Never
 * throws.
 */
export async function backendsOf(netns: string | null): Promise<Backends> {
  const names = ['/proc/net/ip_tables_names', '/proc/net/ip6_tables_names']
  let failed: unknown = null
  const [listed, found] = await Promise.all([
    inNetns(netns, ['nft', 'list', 'tables']).catch((error: unknown) => {
      failed = error
      return ''
    }),
    // grep ends with an error where neither file is there, or both are empty.
    inNetns(netns, ['grep', '-lsm1', '.', ...names]).catch(() => ''),
  ])
  const tables = listed.split('\n').flatMap((line) => {
    const [whole, family = '', name = ''] = /^table (ip|ip6|inet|arp|bridge|netdev) ([\w.-]{1,128})$/.exec(line) ?? []
    return whole ? [[family, name] as const] : []
  })
  const [ipv4, ipv6] = names.map((name) => found.split('\n').includes(name))
  return { tables, failed, legacy: { ipv4: ipv4 === true, ipv6: ipv6 === true } }
}

/** The native tables as `nft -a` prints them, and as one object of `nft -j list ruleset`. */
function nativeReads(tables: Backends['tables']): Record<string, Read> {
  if (tables.length === 0) return {}
  return {
    'nft.txt': async (netns) => {
      const parts: string[] = []
      for (const table of tables) parts.push(await inNetns(netns, ['nft', '-a', 'list', 'table', ...table]))
      return parts.join('')
    },
    'nft.json': async (netns) => {
      const objects: unknown[] = []
      for (const table of tables) {
        const listed: { nftables?: unknown } = JSON.parse(await inNetns(netns, ['nft', '-j', 'list', 'table', ...table]))
        for (const object of Array.isArray(listed.nftables) ? listed.nftables : [])
          if (objects.length === 0 || !('metainfo' in object)) objects.push(object)
      }
      return JSON.stringify({ nftables: objects })
    },
  }
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
