import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { serverFile } from '../scripts/setup/build.mjs'
import { root } from '../scripts/setup/project.mjs'

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  return port
}

async function answered(address) {
  for (let tries = 0; tries < 200; tries++) {
    if ((await fetch(address).catch(() => null))?.ok) return
    await pause(50)
  }
  throw new Error('The built server did not answer.')
}

/**
 * The built server on a port of its own, and what bench/probe.mjs in it tells: `probe('reset')` starts a measurement of its event loop,
 * `probe('read')` gives `{ delay, work, rss }` since then: the longest delay and the longest piece of its own work (ms), resident bytes now.
 */
export async function startServer(env = {}) {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, ['--import', pathToFileURL(`${root}/bench/probe.mjs`).href, serverFile], {
    cwd: root,
    env: { ...process.env, PORT: String(port), HOSTNAME: '127.0.0.1', NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const probe = async (what) => {
    child.send(what)
    return (await once(child, 'message'))[0]
  }
  await answered(`${base}/icon.svg`)
  return { base, probe, stop: () => child.kill() }
}
