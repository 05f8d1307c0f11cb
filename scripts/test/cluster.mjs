import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { run } from '../setup/command.mjs'
import { root } from '../setup/project.mjs'

/** The command that boots a cluster and reaches into its machines (HOPSCOPE_LABORATORY names another one). */
export const LABORATORY = path.resolve(root, process.env.HOPSCOPE_LABORATORY ?? '../shared/cluster/cluster')

/** Its nodes' limits are kept by control groups of version 1. */
const CONTROL_GROUPS = ['cpu', 'memory', 'pids'].map((name) => `/sys/fs/cgroup/${name}/tasks`)

/** Why this machine can't run the laboratory cluster, in words for the list of skips; null: it can. */
export function laboratoryReason() {
  if (!existsSync(LABORATORY)) return `hardware: no laboratory cluster at ${path.relative(root, LABORATORY)}`
  if (process.getuid?.() !== 0) return 'privileges: the laboratory cluster needs root'
  if (!CONTROL_GROUPS.every((file) => existsSync(file))) return 'hardware: the laboratory cluster needs control groups of version 1'
  try {
    execFileSync('unshare', ['--net', '--mount', '--pid', '--fork', 'true'], { stdio: 'ignore' })
  } catch {
    return 'privileges: no namespaces can be made'
  }
  return null
}

/** Whether somebody wants the tests that boot a cluster, as continuous integration does: they take a quarter of an hour. */
export const isClusterWanted = ({ HOPSCOPE_CLUSTER }) => HOPSCOPE_CLUSTER === 'boot'

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/**
 * Runs `tests` with the environment of a cluster of their own, beside any other on this machine, and takes it down after them. Returns why there can be
 * none (its programs are built on first use, from package registries), or null.
 */
export async function withCluster(tests) {
  const impossible = laboratoryReason()
  if (impossible !== null) return impossible
  const lastOf = ({ output }) => output.trim().split('\n').at(-1)
  const built = await run(LABORATORY, ['build'], { quiet: true })
  if (built.code !== 0) return `hardware: the laboratory cluster can't be built here: ${lastOf(built)}`
  // One of the tests lets a real one scrape; without it that test is skipped by name.
  if (!existsSync('/usr/bin/prometheus'))
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'prometheus'], { quiet: true })
  const folder = mkdtempSync(path.join(tmpdir(), 'hopscope-cluster-'))
  const env = {
    ...process.env,
    HOPSCOPE_CLUSTER: 'boot',
    HOPSCOPE_CLUSTER_DIR: folder,
    HOPSCOPE_CLUSTER_PREFIX: 'ci-',
    HOPSCOPE_CLUSTER_API_PORT: String(await freePort()),
  }
  try {
    // A mesh has programs of its own, which are built when it is put up.
    for (const step of [['up'], ['mesh', 'up']]) {
      const booted = await run(LABORATORY, step, { quiet: true, env })
      if (booted.code !== 0) return `hardware: the laboratory cluster can't be booted here (${step.join(' ')}): ${lastOf(booted)}`
    }
    await tests(env)
  } finally {
    await run(LABORATORY, ['down'], { quiet: true, env })
    rmSync(folder, { recursive: true, force: true })
  }
  return null
}
