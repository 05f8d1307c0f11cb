import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../setup/project.mjs'

const NOT_OURS =
  /^(node_modules|\.git|\.next.*|\.stamps|\.vitest|test-results|playwright-report|coverage|out|next-env\.d\.ts|.*\.tsbuildinfo)$/
const NOT_TEXT = /\.(zip|png|ico|woff2?|gz)$/

/** Every text file of the checkout that belongs to the project: `{ file, text }`, the path with slashes from the top. */
export function* projectFiles(folder = root) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (NOT_OURS.test(entry.name)) continue
    const place = path.join(folder, entry.name)
    if (entry.isDirectory()) yield* projectFiles(place)
    else if (entry.isFile() && !NOT_TEXT.test(entry.name)) {
      yield { file: path.relative(root, place).split(path.sep).join('/'), text: readFileSync(place, 'utf8') }
    }
  }
}
