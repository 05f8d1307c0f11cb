import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { serverFile } from '../scripts/setup/build.mjs'
import { root } from '../scripts/setup/project.mjs'

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address()
  probe.close()
  return port
}

async function pageOf(address) {
  for (let tries = 0; tries < 200; tries++) {
    const answer = await fetch(address).catch(() => null)
    if (answer?.ok) return answer.text()
    await pause(50)
  }
  throw new Error('The built server did not answer.')
}

/** Bytes of JavaScript that the path view's HTML asks for, each file gzipped by itself as a server would send it. */
export async function firstLoad() {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const env = { ...process.env, PORT: String(port), HOSTNAME: '127.0.0.1', NODE_ENV: 'production' }
  const child = spawn(process.execPath, [serverFile], { cwd: root, env, stdio: 'ignore' })
  try {
    const html = await pageOf(`${base}/`)
    // A `nomodule` script is for browsers that load no others.
    const tags = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+\.js[^"]*)"[^>]*>/g)].filter(([tag]) => !/\bnomodule\b/i.test(tag))
    const files = [...new Set(tags.map(([, source]) => source))]
    let bytes = 0
    for (const file of files) {
      const answer = await fetch(new URL(file, base))
      bytes += gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length
    }
    const detail = `${files.length} files, gzip`
    return [{ what: 'first-load JavaScript of the path view', value: bytes / 1024, unit: ' KB', goal: 230, detail }]
  } finally {
    child.kill()
  }
}
