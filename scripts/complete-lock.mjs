/**
 * Names in package-lock.json the platform packages that a registry mirror did not have when the lock was written (`npm ci` refuses a lock
 * without them). Their versions are those that the parent pins; they are only fetched on their own platform. Run after changing dependencies:
 * `node scripts/complete-lock.mjs`.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const systems = new Set(['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32', 'aix'])
const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/
const added = []

for (const [place, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const known = lock.packages[`node_modules/${name}`] ?? lock.packages[`${place}/node_modules/${name}`]
    if (known || !exact.test(version)) continue
    const words = name.split('/').pop().split('-')
    const system = words.findIndex((word) => systems.has(word))
    const wasm = words.includes('wasm32')
    if (system < 0 && !wasm) continue
    const cpu = wasm ? 'wasm32' : words[system + 1]
    const libc = words.includes('musl') ? ['musl'] : words.includes('gnu') ? ['glibc'] : undefined
    lock.packages[`node_modules/${name}`] = {
      version,
      cpu: [cpu],
      ...(parent.dev ? { dev: true } : {}),
      ...(libc ? { libc } : {}),
      optional: true,
      ...(wasm ? {} : { os: [words[system]] }),
    }
    added.push(`${name}@${version}`)
  }
}
if (added.length > 0) {
  const [root, ...rest] = Object.entries(lock.packages)
  rest.sort(([a], [b]) => a.localeCompare(b, 'en'))
  lock.packages = Object.fromEntries([root, ...rest])
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
}
console.log(added.length === 0 ? 'package-lock.json is complete' : `added ${added.length}: ${added.join(', ')}`)
