import { existsSync } from 'node:fs'
import path from 'node:path'
import { run } from '../setup/command.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const ELSEWHERE = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium']

/** A Chromium of this machine: HOPSCOPE_CHROMIUM, the PATH, or where macOS keeps programs. Null when there is none. */
export function findChromium() {
  const named = process.env.HOPSCOPE_CHROMIUM
  if (named) return existsSync(named) ? named : null
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin']
  const places = [...folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name))), ...ELSEWHERE]
  return places.find((place) => existsSync(place)) ?? null
}

/** Fonts that show Korean. Without fontconfig nothing can be said, and the pictures decide. */
async function hasKoreanFont() {
  const { code, output } = await run('fc-list', [':lang=ko', 'family'], { quiet: true })
  return code === 0 && output.trim() !== ''
}

/**
 * Chromium for the browser tests, installed from Debian's packages when it is missing and this is root.
 * Returns `{ file }`, or `{ why }` in words for the list of skips.
 */
export async function ensureChromium() {
  const wanted = [...(findChromium() ? [] : ['chromium']), ...((await hasKoreanFont()) ? [] : ['fonts-noto-cjk'])]
  const isRoot = process.getuid?.() === 0
  const apt = existsSync('/usr/bin/apt-get')
  if (wanted.length > 0 && isRoot && apt) {
    console.log(`Installing ${wanted.join(' and ')} for the browser tests …`)
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-qq'], { quiet: true, env })
    const { code, output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...wanted], { quiet: true, env })
    if (code !== 0) console.log(output.trim().split('\n').slice(-5).join('\n'))
  }
  const file = findChromium()
  if (file) return { file }
  if (!apt) return { why: 'no Chromium on this machine; install one, or name it in HOPSCOPE_CHROMIUM' }
  return { why: isRoot ? 'no Chromium: apt-get could not install it' : 'privileges: no Chromium, and only root may install it' }
}
