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

/** In the page: notes when something that `drawn` selects is there for the first time. */
function noteWhenDrawn(drawn) {
  new MutationObserver((_, observer) => {
    if (!document.querySelector(drawn)) return
    window.drawnAt = performance.now()
    observer.disconnect()
  }).observe(document, { subtree: true, childList: true })
}

/** Paths of the scripts that a browser asks for until what `drawn` selects is there, and those of all that the page loads by itself. */
async function loadedFor(browser, address, drawn) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript(noteWhenDrawn, drawn)
  await page.goto(address, { waitUntil: 'networkidle' })
  await page.waitForFunction(() => window.drawnAt !== undefined)
  const scripts = await page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter(({ name }) => new URL(name).pathname.endsWith('.js'))
      .map(({ name, startTime }) => ({ file: new URL(name).pathname, before: startTime <= window.drawnAt })),
  )
  await page.close()
  const filesOf = (list) => [...new Set(list.map(({ file }) => file))]
  return { before: filesOf(scripts.filter(({ before }) => before)), all: filesOf(scripts) }
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
      rows.push(await row(base, 'first-load JavaScript, overview drawn', overview.before, GOAL_KB))
      const drawn = await loadedFor(browser, `${base}/?${walk}`, '[data-path-canvas] [data-step]')
      rows.push(await row(base, 'first-load JavaScript, walk drawn', drawn.before, GOAL_KB))
      rows.push(await row(base, 'all that the page then loads by itself', drawn.all))
    } finally {
      await browser.close()
    }
    return rows
  } finally {
    stop()
  }
}
