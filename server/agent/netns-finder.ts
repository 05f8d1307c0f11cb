import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { addressesOf } from '@/server/agent/commands'

/** Where containerd (also of k3s and kind) and CRI-O keep pods' namespaces, and docker its own. */
const NETNS_FOLDERS = ['/run/netns', '/var/run/netns', '/run/docker/netns']
/** A name that a runtime gives; nothing else is ever opened. */
const NAME = /^[A-Za-z0-9_-]{1,80}$/

/** Finds the network namespace of a pod by the pod's address. */
export class NetnsFinder {
  private readonly byAddress = new Map<string, string>()
  private readonly addresses = new Map<string, string[]>()
  private looking: Promise<void> | null = null

  constructor(
    private readonly folders: readonly string[] = NETNS_FOLDERS,
    private readonly read: (netns: string) => Promise<string[]> = addressesOf,
  ) {}

  /** The file of the namespace that owns the address now; null when none does. */
  async find(ip: string): Promise<string | null> {
    const known = this.byAddress.get(ip)
    if (known !== undefined && (await this.exists(known))) return known
    this.looking ??= this.look().finally(() => {
      this.looking = null
    })
    await this.looking
    return this.byAddress.get(ip) ?? null
  }

  private async exists(file: string): Promise<boolean> {
    return (await this.files()).includes(file)
  }

  private async files(): Promise<string[]> {
    const found = new Map<string, string>()
    for (const folder of this.folders) {
      for (const name of await readdir(folder).catch(() => [])) if (NAME.test(name) && !found.has(name)) found.set(name, join(folder, name))
    }
    return [...found.values()]
  }

  /** Asks only the namespaces that were not there before. */
  private async look(): Promise<void> {
    const files = await this.files()
    for (const file of this.addresses.keys()) if (!files.includes(file)) this.addresses.delete(file)
    for (const file of files) {
      // A namespace without an address is just being made.
      if ((this.addresses.get(file) ?? []).length === 0) this.addresses.set(file, await this.read(file).catch(() => []))
    }
    this.byAddress.clear()
    for (const [file, addresses] of this.addresses) for (const ip of addresses) this.byAddress.set(ip, file)
  }
}
