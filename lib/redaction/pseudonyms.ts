import type { Scenario } from '@/lib/recording/scenario'
import { ChainNames } from '@/lib/redaction/chain-names'
import { HostText } from '@/lib/redaction/host-text'
import { IpText } from '@/lib/redaction/ip-text'
import { MacText } from '@/lib/redaction/mac-text'
import { Words } from '@/lib/redaction/words'

/**
 * Other names for the addresses, machines and hosts of a source, everywhere the same ones: first every text is told (`learn`), then
 * each is rewritten (`replace`). The same source gives the same names again. Kubernetes' objects keep their names.
 */
export class Pseudonyms {
  private readonly ips = new IpText()
  private readonly macs = new MacText()
  private readonly hosts = new HostText()
  private readonly machines = new Words()
  private readonly domains = new Words()
  private readonly chains = new ChainNames()
  private learning = true

  constructor(private readonly scenario: Scenario) {}

  /** `isLog`: lines of a program. */
  learn(text: string, isLog: boolean): void {
    this.ips.learn(text)
    this.hosts.learn(text, isLog)
    this.machines.learn(text)
    this.domains.learn(text)
    this.chains.learn(text)
  }

  replace(text: string): string {
    this.learned()
    return this.chains.replace(this.names(text), (name) => this.names(name))
  }

  private names(text: string): string {
    const hosts = this.domains.replace(this.hosts.replace(this.machines.replace(text)))
    return this.macs.replace(this.ips.replace(hosts))
  }

  private learned(): void {
    if (!this.learning) return
    this.learning = false
    const { nodes, clients } = this.scenario
    this.machines.use(new Map([...numbered('machine', nodes), ...numbered('client', clients)]))
    this.domains.use(new Map(this.hosts.telling().map((label) => [label, this.hosts.labelOf(label)])))
  }
}

/** A machine and the other names of its namespace: `machine-1`. */
function numbered(kind: string, machines: readonly { name: string; netns?: string | undefined }[]): [string, string][] {
  return machines.flatMap(({ name, netns }, n) =>
    [...new Set([name, ...(netns === undefined ? [] : [netns])])].map((each, alias): [string, string] => [
      each,
      `${kind}-${n + 1}${alias === 0 ? '' : '-netns'}`,
    ]),
  )
}
