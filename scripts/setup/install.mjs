import { readFileSync } from 'node:fs'
import path from 'node:path'
import { run } from './command.mjs'
import { nodeBinary, root } from './project.mjs'

function readLock(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages
  } catch {
    return null
  }
}

/**
 * What package-lock.json names and node_modules lacks, by npm's own record of what it installed. Optional packages (other platforms) do not count.
 * Null: nothing was ever installed here.
 */
export function missingPackages(wanted, installed) {
  if (!installed) return null
  return Object.entries(wanted)
    .filter(([place, entry]) => place !== '' && !entry.optional && !entry.peer && installed[place]?.version !== entry.version)
    .map(([place, entry]) => `${place.replace(/^.*node_modules\//, '')}@${entry.version}`)
}

/** Installs what package-lock.json says when it is not there yet, and the Node that runs everything else. Throws an Error with a message for a person. */
export async function install() {
  const missing = missingPackages(readLock('package-lock.json') ?? {}, readLock('node_modules/.package-lock.json'))
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const shell = process.platform === 'win32'
  if (missing === null || missing.length > 0) {
    console.log(missing === null ? 'Installing packages (once) …' : `Installing packages that changed: ${missing.slice(0, 5).join(', ')} …`)
    // `ci` starts from nothing; over an older installation `install` is quicker. Neither touches package-lock.json.
    const command = missing === null ? ['ci'] : ['install', '--no-save']
    const { code, output } = await run(npm, [...command, '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true, shell })
    if (code !== 0) throw new Error(`npm ${command[0]} failed; it said:\n${output.trim()}`)
  }
  if (nodeBinary() === null) await run(npm, ['rebuild', 'node', '--ignore-scripts=false', '--foreground-scripts'], { quiet: true, shell })
  if (nodeBinary() === null) {
    throw new Error(
      'The npm package "node" (Node 24, which runs Hopscope) came without its program: its install script was not allowed to run.\n' +
        'Allow it (npm install-scripts approve node) and run "npm rebuild node", or use Node 22.12 or newer yourself.',
    )
  }
}
