import { existsSync } from 'node:fs'
import path from 'node:path'
import { run } from '../setup/command.mjs'

/** What the kernel tests run, and the Debian package that brings it. */
const TOOLS = new Map([
  ['ip', 'iproute2'],
  ['nft', 'nftables'],
  ['iptables-nft-restore', 'iptables'],
  ['ip6tables-nft-restore', 'iptables'],
  ['sysctl', 'procps'],
  ['perl', 'perl-base'],
  ['taskset', 'util-linux'],
])

/** What makes objects that some matches name; where it cannot be had, the tests name those matches and leave them out. */
const FURTHER = new Map([
  ['ipset', 'ipset'],
  ['nfacct', 'nfacct'],
])

const folders = () => [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin']
const isThere = (name) => folders().some((folder) => existsSync(path.join(folder, name)))

/** Why the kernel can't be asked on this machine, in words for the list of skips; null when it can. Installs what is missing where this is root. */
export async function kernelReason() {
  if (process.platform !== 'linux') return 'hardware: no Linux kernel to ask'
  if (process.getuid?.() !== 0) return 'privileges: only root makes network namespaces'
  const missing = [...TOOLS].filter(([name]) => !isThere(name))
  const further = [...FURTHER].filter(([name]) => !isThere(name))
  if (missing.length + further.length > 0 && existsSync('/usr/bin/apt-get')) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-qq'], { quiet: true, env })
    for (const packages of [missing, further].map((tools) => [...new Set(tools.map(([, name]) => name))])) {
      if (packages.length === 0) continue
      console.log(`Installing ${packages.join(', ')} for the kernel tests …`)
      await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { quiet: true, env })
    }
  }
  const still = missing.filter(([name]) => !isThere(name)).map(([name]) => name)
  if (still.length > 0) return `not installed: ${still.join(', ')}`
  process.env.PATH = folders().join(path.delimiter)
  const name = `hopscope-oracle-${process.pid}-try`
  const { code, output } = await run('ip', ['netns', 'add', name], { quiet: true })
  if (code !== 0) return `privileges: no network namespace can be made (${output.trim().split('\n')[0]})`
  await run('ip', ['netns', 'delete', name], { quiet: true })
  return null
}
