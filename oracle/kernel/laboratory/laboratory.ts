import { TABLES_OF_HOOK } from '@/lib/netfilter/evaluate/tables'
import type { World } from '@/oracle/kernel/journey/expected'
import type { Journey } from '@/oracle/kernel/journey/journey'
import { observedJourney } from '@/oracle/kernel/journey/observed'
import { Agent, Lost } from '@/oracle/kernel/laboratory/agent'
import { command } from '@/oracle/kernel/laboratory/command'
import { type Listed, readListed } from '@/oracle/kernel/laboratory/handles'
import { makeKeptBeside } from '@/oracle/kernel/laboratory/kept-beside'
import { deleteNamespace, namespaceName } from '@/oracle/kernel/laboratory/namespaces'
import { type Inside, type Observed, observe } from '@/oracle/kernel/laboratory/observe'
import { furnish, type Topology } from '@/oracle/kernel/laboratory/topology'
import { tracerTable } from '@/oracle/kernel/laboratory/tracer'
import { frameOf, markerPacket, packetBytes } from '@/oracle/kernel/packet/frame'
import type { SentPacket } from '@/oracle/kernel/packet/sent'

/** How often packets are sent whose reports the kernel lost. */
const ATTEMPTS = 3
const HOOKS = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'] as const
const TABLES = ['raw', 'mangle', 'nat', 'filter', 'security']
/** A namespace with links to the outside, in which rules are loaded and packets sent. */
export class Laboratory {
  readonly worlds: { 4: World; 6: World }
  private readonly namespace: string
  private readonly peers: string
  private readonly agent: Agent
  private readonly links: readonly string[]
  private readonly interfaces: ReadonlyMap<string, string>

  private constructor(namespace: string, peers: string, agent: Agent, links: readonly string[], { worlds, interfaces }: Observed) {
    this.namespace = namespace
    this.peers = peers
    this.agent = agent
    this.links = links
    this.worlds = worlds
    this.interfaces = interfaces
  }

  /** `cpu`: the one that its packets stay on. */
  static async open(topology: Topology, cpu: number): Promise<Laboratory> {
    const { links, listeners, sysctl } = topology
    const [namespace, peers] = [namespaceName(), namespaceName()]
    try {
      const veths = links.map((name) => `link add ${name} netns ${namespace} type veth peer name ${name} netns ${peers}\n`)
      await command('ip', ['-batch', '-'], [`netns add ${namespace}\n`, `netns add ${peers}\n`, ...veths].join(''))
      await command('ip', ['-n', peers, '-batch', '-'], links.map((name) => `link set dev ${name} arp off up\n`).join(''))
      const agent = await Agent.start(namespace, peers, links, cpu)
      const inside: Inside = async (name, args, input = '') => {
        const { code, output } = await agent.run(name, args, input)
        if (code !== 0) throw new Error(`${[name, ...args].join(' ')}: ${output.trim()}`)
        return output
      }
      await inside('ip', ['-batch', '-'], furnish(topology))
      await inside('sysctl', ['-q', '-w', ...sysctl])
      await inside('nft', ['-f', '-'], tracerTable())
      await makeKeptBeside(agent)
      await agent.ask(listeners.map(({ proto, ip, port }) => ['listen', proto, ip, port, 1]))
      return new Laboratory(namespace, peers, agent, links, await observe(inside, listeners))
    } catch (error) {
      await deleteNamespace(namespace)
      await deleteNamespace(peers)
      throw error
    }
  }

  async close(): Promise<void> {
    await this.agent.stop()
    await deleteNamespace(this.namespace)
    await deleteNamespace(this.peers)
  }

  /** Loads a dump with iptables-restore in place of all rules; null, or what the kernel has against it. */
  async load(family: 4 | 6, dump: string): Promise<string | null> {
    await this.clear()
    return this.add(family, dump)
  }

  /** The same where there are no rules yet; connections stay. */
  async add(family: 4 | 6, dump: string): Promise<string | null> {
    const { code, output } = await this.agent.run(family === 4 ? 'iptables-nft-restore' : 'ip6tables-nft-restore', [], dump)
    return code === 0 ? null : output.trim()
  }

  /** Loads native tables in place of those of these names (`FAMILY NAME`) and of all rules of iptables; null, or what the kernel has against them. */
  async loadNative(names: readonly string[], ruleset: string): Promise<string | null> {
    await this.clear(names)
    const { code, output } = await this.agent.run('nft', ['-f', '-'], ruleset)
    return code === 0 ? null : output.trim()
  }

  /** The same with iptables-legacy, whose tables cannot be deleted: all are emptied first. */
  async loadLegacy(family: 4 | 6, dump: string): Promise<string | null> {
    const restore = `${family === 4 ? 'iptables' : 'ip6tables'}-legacy-restore`
    const empty = TABLES.map((table) => {
      const chains = HOOKS.filter((hook) => TABLES_OF_HOOK[hook].includes(table)).map((hook) => `:${hook} ACCEPT [0:0]\n`)
      return `*${table}\n${chains.join('')}COMMIT\n`
    })
    await this.clear()
    for (const text of [empty.join(''), dump]) {
      const { code, output } = await this.agent.run(restore, ['-w', '20'], text)
      if (code !== 0) return output.trim()
    }
    return null
  }

  /** The rules of iptables-legacy with their counters. */
  async saveLegacy(family: 4 | 6): Promise<string> {
    const { code, output } = await this.agent.run(`${family === 4 ? 'iptables' : 'ip6tables'}-legacy-save`, ['-c'])
    if (code !== 0) throw new Error(`iptables-legacy-save: ${output}`)
    return output
  }

  /** Adds native tables as `nft -j list` prints them; null, or what the kernel has against them. */
  async loadJson(listing: string): Promise<string | null> {
    const { code, output } = await this.agent.run('nft', ['-j', '-f', '-'], listing)
    return code === 0 ? null : output.trim()
  }

  /** The rules as `iptables-save -c` prints them. */
  async save(family: 4 | 6): Promise<string> {
    const { code, output } = await this.agent.run(family === 4 ? 'iptables-nft-save' : 'ip6tables-nft-save', ['-c'])
    if (code !== 0) throw new Error(`iptables-save: ${output}`)
    return output
  }

  /** What the kernel holds, as `nft -j list ruleset`. */
  async list(): Promise<Listed> {
    const { code, output } = await this.agent.run('nft', ['-j', 'list', 'ruleset'])
    if (code !== 0) throw new Error(`nft: ${output}`)
    return readListed(output)
  }

  /** Without rules, lets every packet pass and its answer come back by the way it left: their connections are established then. */
  async establish(family: 4 | 6, packets: readonly SentPacket[]): Promise<SentPacket[]> {
    await this.clear()
    const found = packets.flatMap((packet) => {
      const { src, dst, sport, dport, from } = packet
      const question = 'link' in from ? { dst, src, mark: 0, iif: from.link } : { dst, src: null, mark: from.mark, iif: null }
      const { type, dev } = this.worlds[family].routing.lookupRoute(question)
      // An answer to ::1 never comes in.
      if (type !== 'unicast' || dev === null || src === '::1') return []
      const answer = { ...packet, src: dst, dst: src, sport: dport, dport: sport, from: { link: dev } }
      return [{ packet, commands: [this.sending(packet), this.sending(answer)] }]
    })
    await this.agent.ask([['flush'], ...found.flatMap(({ commands }) => commands), this.marker()])
    return found.map(({ packet }) => ({ ...packet, established: true }))
  }

  /**
   * Sends packets one after the other, those of new connections each to a namespace without connections; gives the kernel's reports of each. When it lost
   * some, all are sent again.
   */
  async send(packets: readonly SentPacket[], attempts = ATTEMPTS): Promise<string[][]> {
    const commands = packets.map((packet) => [...(packet.established ? [] : [['flush']]), this.sending(packet), this.marker()])
    const answers = await this.agent.ask(commands.flat()).catch((error: unknown) => {
      if (error instanceof Lost && attempts > 1) return null
      throw error
    })
    if (answers === null) return this.send(packets, attempts - 1)
    let end = 0
    return commands.map(({ length }) => {
      end += length
      return answers[end - 1] ?? []
    })
  }

  journeyOf(reports: readonly string[], listed: Listed): Journey {
    return observedJourney(reports, listed, this.interfaces)
  }

  /** Deletes the tables of iptables-nft, and others by name. */
  private async clear(names: readonly string[] = []): Promise<void> {
    const tables = [...names, ...['ip', 'ip6'].flatMap((name) => TABLES.map((table) => `${name} ${table}`))]
    const { code, output } = await this.agent.run(
      'nft',
      ['-f', '-'],
      tables.map((table) => `table ${table}\ndelete table ${table}\n`).join(''),
    )
    if (code !== 0) throw new Error(`nft: ${output}`)
  }

  private marker(): string[] {
    return ['marker', this.links[0] ?? '', hex(frameOf(markerPacket(), 0))]
  }

  private sending(packet: SentPacket): (string | number)[] {
    const bytes = packetBytes(packet)
    const { from } = packet
    if ('link' in from) return ['frame', from.link, hex(frameOf(bytes, this.links.indexOf(from.link)))]
    return ['local', from.uid, from.gid, '', from.mark, packet.dst, hex(bytes)]
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
