import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { command } from '@/oracle/kernel/laboratory/command'

/** Every namespace of the oracle is named after it and the process that made it: what a dead process left is found by that. */
const PREFIX = 'hopscope-oracle'
const OWN = new RegExp(`^${PREFIX}-(\\d+)-`)

let count = 0

const made = new Set<string>()
// Whatever ends this process in an orderly way also ends its namespaces; after a crash the next one finds them.
process.once('exit', () => {
  for (const name of made) spawnSync('ip', ['netns', 'delete', name])
})

/** A name for a new network namespace, which is deleted at the latest when this process ends. */
export function namespaceName(): string {
  const name = `${PREFIX}-${process.pid}-${count++}`
  made.add(name)
  return name
}

/** Deletes a namespace, and with it its interfaces and rules; nothing when it is gone already. */
export async function deleteNamespace(name: string): Promise<void> {
  if (!OWN.test(name)) throw new Error(`${name} is none of the oracle's namespaces`)
  await command('ip', ['netns', 'delete', name]).catch(() => {})
  made.delete(name)
}

/** Deletes the namespaces that processes which are gone left behind. */
export async function deleteLeftovers(): Promise<void> {
  for (const line of (await command('ip', ['netns', 'list'])).split('\n')) {
    const name = line.split(' ')[0] ?? ''
    const owner = OWN.exec(name)?.[1]
    if (owner && !existsSync(`/proc/${owner}`)) await deleteNamespace(name)
  }
}
