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

const folders = () => [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin', '/sbin']
const isThere = (name) => folders().some((folder) => existsSync(path.join(folder, name)))

/** Why the kernel can't be asked on this machine, in words for the list of skips; null when it can. Installs what is missing where this is root. */
export async function kernelReason() {
  if (process.platform !== 'linux') return 'hardware: no Linux kernel to ask'
  if (process.getuid?.() !== 0) return 'privileges: only root makes network namespaces'
  const missing = [...TOOLS].filter(([name]) => !isThere(name))
  if (missing.length > 0 && existsSync('/usr/bin/apt-get')) {
    const packages = [...new Set(missing.map(([, name]) => name))]
    console.log(`Installing ${packages.join(', ')} for the kernel tests …`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-qq'], { quiet: true, env })
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { quiet: true, env })
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
