import { existsSync } from 'node:fs'
import { command } from '@/oracle/kernel/laboratory/command'

/** Every namespace of the oracle is named after it and the process that made it: what a dead process left is found by that. */
const PREFIX = 'hopscope-oracle'
const OWN = new RegExp(`^${PREFIX}-(\\d+)-`)

let count = 0

/** Makes a network namespace with a name of its own. */
export async function addNamespace(): Promise<string> {
  const name = `${PREFIX}-${process.pid}-${count++}`
  await command('ip', ['netns', 'add', name])
  return name
}

/** Deletes a namespace, and with it its interfaces and rules; nothing when it is gone already. */
export async function deleteNamespace(name: string): Promise<void> {
  if (!OWN.test(name)) throw new Error(`${name} is none of the oracle's namespaces`)
  await command('ip', ['netns', 'delete', name]).catch(() => {})
}

/** Deletes the namespaces that processes which are gone left behind. */
export async function deleteLeftovers(): Promise<void> {
  for (const line of (await command('ip', ['netns', 'list'])).split('\n')) {
    const name = line.split(' ')[0] ?? ''
    const owner = OWN.exec(name)?.[1]
    if (owner && !existsSync(`/proc/${owner}`)) await deleteNamespace(name)
  }
}
