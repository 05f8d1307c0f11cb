import { gzipSync } from 'node:zlib'
import { chromium } from '@playwright/test'
import { findChromium } from '../scripts/test/chromium.mjs'
import { startServer } from './server.mjs'

const GOAL_KB = 230

/** Paths of the scripts that the page's HTML names: what loads before anything is asked. */
function namedIn(html) {
  // A `nomodule` script is for browsers that load no others.
  const tags = [...html.matchAll(/<script\b[^>]*\bsrc="([^"]+\.js[^"]*)"[^>]*>/g)].filter(([tag]) => !/\bnomodule\b/i.test(tag))
  return [...new Set(tags.map(([, source]) => source))]
}

/** Paths of every script that a browser has loaded when `drawn` is to be seen. */
async function loadedFor(browser, address, drawn) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const files = new Set()
  page.on('response', (answer) => {
    if (answer.request().resourceType() === 'script') files.add(new URL(answer.url()).pathname)
  })
  await page.goto(address)
  await page.locator(drawn).first().waitFor()
  await page.close()
  return [...files]
}

async function row(base, what, files, goal) {
  const sizes = []
  for (const file of files) {
    const answer = await fetch(new URL(file, base))
    sizes.push(gzipSync(Buffer.from(await answer.arrayBuffer()), { level: 9 }).length / 1024)
  }
  sizes.sort((a, b) => b - a)
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return {
    what,
    value: total,
    unit: ' KB',
    goal,
    detail: `gzip, ${sizes.length} files: ${sizes.map((size) => size.toFixed(0)).join(' + ')}`,
  }
}

/** JavaScript of the path view, each file gzipped by itself as a server would send it: what its HTML names, and what a browser loads until it is drawn. */
export async function firstLoad() {
  const { base, stop } = await startServer()
  try {
    const html = await (await fetch(`${base}/`)).text()
    const { recordings } = await (await fetch(`${base}/api/recordings`)).json()
    const demo = recordings.find(({ requests }) => requests.length > 0)
    const [request] = demo.requests
    const executablePath = findChromium()
    const rows = [await row(base, "JavaScript that the path view's HTML names", namedIn(html), GOAL_KB)]
    if (!executablePath) return rows
    const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
    try {
      const walk = new URLSearchParams({ recording: demo.name, from: request.from, url: request.url })
      const overview = await loadedFor(browser, `${base}/`, 'main ul li')
      rows.push(await row(base, 'first-load JavaScript, overview drawn', overview, GOAL_KB))
      const drawn = await loadedFor(browser, `${base}/?${walk}`, '[data-path-canvas] [data-step]')
      rows.push(await row(base, 'first-load JavaScript, walk drawn', drawn, GOAL_KB))
    } finally {
      await browser.close()
    }
    return rows
  } finally {
    stop()
  }
}
