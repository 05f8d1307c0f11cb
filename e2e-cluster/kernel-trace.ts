import { eventually, exec, execFed, watch } from '@/e2e-cluster/laboratory'

/** A namespace that is traced: a machine's own, or a pod's on it. */
export interface Traced {
  /** As the walk names it. */
  netns: string
  machine: string
  /** The namespace's file in the machine; null: the machine's own. */
  file: string | null
}

const TABLE = 'hopscope_trace'
/** Family 2 is IPv4: the rule as iptables prints it stands behind `-t TABLE`. */
const RULE = /TRACE: 2 ([0-9a-f]+) \S+:rule:\S+\s+-4 -t (\w+) (.+)$/

const inside = ({ file }: Traced, ...command: string[]): string[] =>
  file === null ? command : ['nsenter', `--net=${file}`, '--', ...command]

/** The file of a pod's network namespace, found by its address. */
export async function netnsFile(machine: string, ip: string): Promise<string> {
  for (const name of (await exec(machine, 'ls', '/run/netns')).split('\n').filter((each) => each.startsWith('cni-'))) {
    const file = `/run/netns/${name}`
    if ((await exec(machine, 'nsenter', `--net=${file}`, '--', 'ip', '-o', '-4', 'addr')).includes(` ${ip}/`)) return file
  }
  throw new Error(`no namespace of ${machine} has ${ip}`)
}

/**
 * What the kernel's netfilter reports of the first packets to these addresses and ports while something is sent: the rules that matched, in order, as
 * iptables-save prints them, by namespace.
 */
export async function traceRules(
  places: readonly Traced[],
  to: { addresses: readonly string[]; ports: readonly number[] },
  send: () => Promise<void>,
): Promise<Map<string, string[]>> {
  // Kubelets probe other pods at the same ports all the time.
  const mark = `ip daddr { ${to.addresses.join(', ')} } tcp dport { ${to.ports.join(', ')} } tcp flags & (syn|ack|rst|fin) == syn meta nftrace set 1;`
  const chain = (name: string, hook: string) => ` chain ${name} { type filter hook ${hook} priority -450;\n ${mark}\n }\n`
  const table = `table inet ${TABLE} {\n${chain('in', 'prerouting')}${chain('out', 'output')}}\n`
  const monitors = places.map((place) => watch(place.machine, ...inside(place, 'xtables-monitor', '--trace')))
  try {
    for (const place of places) await execFed(table, place.machine, ...inside(place, 'nft', '-f', '-'))
    await send()
    // Every namespace has met the packet: its report is as long as it will be once all have one.
    await eventually(
      async () => monitors.filter((monitor) => !monitor.text().includes('TRACE:')).length,
      (silent) => silent === 0,
      10_000,
      'a trace of every namespace',
    )
    let before = -1
    await eventually(
      async () => {
        const length = monitors.reduce((sum, monitor) => sum + monitor.text().length, 0)
        const same = length === before
        before = length
        return same
      },
      (same) => same,
      10_000,
      'the traces’ end',
    )
    return new Map(places.map((place, n) => [place.netns, rulesOf(monitors[n]?.text() ?? '')]))
  } finally {
    for (const place of places) await exec(place.machine, ...inside(place, 'nft', 'delete', 'table', 'inet', TABLE)).catch(() => {})
    for (const monitor of monitors) await monitor.stop()
  }
}

/** Packet by packet in the order of their first report. */
function rulesOf(text: string): string[] {
  const packets = new Map<string, string[]>()
  for (const line of text.split('\n')) {
    const [, id, , rule] = RULE.exec(line.trimEnd()) ?? []
    if (id === undefined || rule === undefined) continue
    const rules = packets.get(id) ?? []
    rules.push(rule.trim())
    packets.set(id, rules)
  }
  return [...packets.values()].flat()
}

/** Closes a namespace's connections, so that a proxy opens new ones. */
export const closeConnections = (place: Traced, port: number): Promise<string> =>
  exec(place.machine, ...inside(place, 'ss', '-K', 'state', 'established', `( dport = :${port} or sport = :${port} )`))
