import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import { serverFile } from '../scripts/setup/build.mjs'
import { root } from '../scripts/setup/project.mjs'
import { findChromium } from '../scripts/test/chromium.mjs'

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

/** Paths of the scripts that the page's HTML names: what loads before anything is asked. */
function namedIn(html) {
  // A `nomodule` script is for browsers that load no others.
  const tags = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+\.js[^"]*)"[^>]*>/g)].filter(([tag]) => !/\bnomodule\b/i.test(tag))
  return [...new Set(tags.map(([, source]) => source))]
}

/** Paths of every script that a browser has loaded when a walk is drawn; null without a browser. */
async function loadedFor(address, executablePath) {
  if (!executablePath) return null
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = await chromium.launch({ executablePath, args })
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    const files = new Set()
    page.on('response', (answer) => {
      if (answer.request().resourceType() === 'script') files.add(new URL(answer.url()).pathname)
    })
    await page.goto(address)
    await page.locator('[data-path-canvas] [data-step]').first().waitFor()
    return [...files]
  } finally {
    await browser.close()
  }
}

async function kilobytes(base, files) {
  let bytes = 0
  for (const file of files) {
    const answer = await fetch(new URL(file, base))
    bytes += gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length
  }
  return bytes / 1024
}

/** JavaScript of the path view, each file gzipped by itself as a server would send it: up to the drawn walk, and what the HTML names of it. */
export async function firstLoad() {
  const port = await freePort()
  const base = `http://127.0.0.1:${port}`
  const env = { ...process.env, PORT: String(port), HOSTNAME: '127.0.0.1', NODE_ENV: 'production' }
  const child = spawn(process.execPath, [serverFile], { cwd: root, env, stdio: 'ignore' })
  try {
    const html = await pageOf(`${base}/`)
    const { recordings } = JSON.parse(await pageOf(`${base}/api/recordings`))
    const demo = recordings.find(({ requests }) => requests.length > 0)
    const named = namedIn(html)
    const loaded = await loadedFor(
      `${base}/?${new URLSearchParams({ recording: demo.name, request: demo.requests[0].id })}`,
      findChromium(),
    )
    const row = (what, files, goal) =>
      kilobytes(base, files).then((value) => ({ what, value, unit: ' KB', goal, detail: `${files.length} files, gzip` }))
    const rows = [await row("JavaScript that the path view's HTML names", named, loaded ? undefined : 230)]
    if (loaded) rows.push(await row('first-load JavaScript of the path view, walk drawn', loaded, 230))
    return rows
  } finally {
    child.kill()
  }
}
