/**
 * The image without Docker: `node scripts/cluster/rootfs.mjs FILE.tar` puts Node, the built product and the agent's tools of this machine, with the
 * libraries they name, into the tar of a root filesystem, as `cluster load-image` and `ctr images import` of a rootfs take it.
 */
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { distDir, nodeBinary } from '../setup/project.mjs'

/** What the agent runs, by the names it runs them by; several names of one program are links. */
const TOOLS = ['ip', 'ss', 'nft', 'conntrack', 'nsenter', 'cat', 'grep']
const TABLES = { 'xtables-nft-multi': ['iptables-nft-save'], 'xtables-legacy-multi': ['iptables-legacy-save'] }
const SEARCH = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin']
const MERGED = ['bin', 'sbin', 'lib', 'lib64']

const which = (name) => SEARCH.map((folder) => path.join(folder, name)).find(existsSync) ?? null

function libraries(file) {
  try {
    const said = execFileSync('ldd', [file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return [...said.matchAll(/(\/\S+) \(0x/g)].map((hit) => hit[1])
  } catch {
    return []
  }
}

/** Writes the tar. Returns the tools that this machine lacks: an agent in this image will say so. */
export function writeRootfs(target) {
  const top = mkdtempSync(path.join(tmpdir(), 'hopscope-rootfs-'))
  const missing = []
  const inside = (file) => path.join(top, MERGED.includes(file.split('/')[1]) ? `/usr${file}` : file)
  const copy = (file, to = file) => {
    const place = inside(to)
    if (existsSync(place)) return
    mkdirSync(path.dirname(place), { recursive: true })
    copyFileSync(realpathSync(file), place)
  }
  const program = (file, to = file) => {
    copy(file, to)
    for (const library of libraries(file)) copy(library)
  }
  try {
    for (const folder of [
      'usr/bin',
      'usr/sbin',
      'usr/lib',
      'usr/lib64',
      'usr/local/bin',
      'etc',
      'run/netns',
      'var',
      'proc',
      'sys',
      'dev',
      'tmp',
    ]) {
      mkdirSync(path.join(top, folder), { recursive: true })
    }
    for (const name of MERGED) symlinkSync(`usr/${name}`, path.join(top, name))
    symlinkSync('/run', path.join(top, 'var/run'))
    writeFileSync(path.join(top, 'etc/passwd'), 'root:x:0:0:root:/:/bin/false\nhopscope:x:65532:65532::/:/bin/false\n')
    writeFileSync(path.join(top, 'etc/group'), 'root:x:0:\nhopscope:x:65532:\n')
    writeFileSync(path.join(top, 'etc/nsswitch.conf'), 'hosts: files dns\n')
    program(nodeBinary(), '/usr/local/bin/node')
    for (const name of TOOLS) {
      const file = which(name)
      if (file) program(file, `/usr/sbin/${name}`)
      else missing.push(name)
    }
    for (const [multi, names] of Object.entries(TABLES)) {
      const file = which(multi)
      if (!file) missing.push(...names)
      else {
        program(file, `/usr/sbin/${multi}`)
        for (const name of names) symlinkSync(multi, path.join(top, 'usr/sbin', name))
      }
    }
    for (const folder of readdirSync('/usr/lib')) {
      const plugins = path.join('/usr/lib', folder, 'xtables')
      if (existsSync(plugins))
        for (const plugin of readdirSync(plugins).filter((name) => name.endsWith('.so'))) program(path.join(plugins, plugin))
    }
    cpSync(path.join(distDir, 'standalone'), path.join(top, 'app'), { recursive: true, dereference: false, verbatimSymlinks: true })
    execFileSync('tar', ['-C', top, '--owner=0', '--group=0', '--mtime=@0', '--sort=name', '-cf', target, '.'])
    return missing
  } finally {
    rmSync(top, { recursive: true, force: true })
  }
}

if (process.argv[1] && import.meta.url.endsWith(path.basename(process.argv[1]))) {
  const [target] = process.argv.slice(2)
  if (!target) throw new Error('where to? node scripts/cluster/rootfs.mjs FILE.tar')
  const missing = writeRootfs(path.resolve(target))
  console.log(missing.length === 0 ? target : `${target}, without ${missing.join(', ')}: this machine lacks them`)
}
