import { setImmediate as turn } from 'node:timers/promises'
import type { Recording } from '@/lib/recording/recording'
import { piecesOf } from '@/lib/redaction/pieces'
import { Pseudonyms } from '@/lib/redaction/pseudonyms'

/** Rewrites texts and paths of a source with other names for its addresses and hosts; others have their turn in between. */
export type Rename = (text: string) => Promise<string>

/** Learns what there is to rename in these paths of a source, and gives what does it. `read` gives a path's text as it is exported. */
export async function pseudonymous(recording: Recording, paths: readonly string[], read: (path: string) => string): Promise<Rename> {
  const names = new Pseudonyms(recording.scenario)
  const learn = async (text: string, isLog: boolean) => {
    for (const piece of piecesOf(text)) {
      names.learn(piece, isLog)
      await turn()
    }
  }
  await learn(JSON.stringify(recording.scenario, null, 1), false)
  await learn(paths.join('\n'), false)
  for (const path of paths) await learn(read(path), path.endsWith('.log'))
  return async (text) => {
    const pieces: string[] = []
    for (const piece of piecesOf(text)) {
      pieces.push(names.replace(piece))
      await turn()
    }
    return pieces.join('')
  }
}
