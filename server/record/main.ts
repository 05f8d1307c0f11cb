import { writeFile } from 'node:fs/promises'
import { setTimeout as pause } from 'node:timers/promises'
import { exportName, exportRecording, RENAMED } from '@/server/record/export'
import { ClusterSource } from '@/server/source/cluster/cluster-source'
import { firstSettings } from '@/server/source/cluster/settings'

/** A cluster that can't be read within this time is recorded as far as it was. */
const LONGEST_MS = 120_000

export interface RecordOptions {
  out: string
  env: NodeJS.ProcessEnv
  /** With other addresses and names of hosts. */
  redact: boolean
  /** Says how far it is, one line. */
  say: (line: string) => void
}

/** Reads a cluster once and writes it as a recording. Throws an Error with a message for a person. */
export async function record({ out, env, redact, say }: RecordOptions): Promise<void> {
  const settings = firstSettings(env)
  if (!settings) throw new Error('Which cluster? --kubeconfig FILE, or --context NAME of the usual one.')
  const source = new ClusterSource(settings)
  source.start()
  const leave = source.viewers.come(5000)
  try {
    const began = performance.now()
    let said = ''
    for (;;) {
      const { state, why, proxies, namespaces, agents, troubles } = source.status()
      const line = `${state}: ${proxies.done} of ${proxies.of} proxies, ${namespaces.done} of ${namespaces.of} namespaces`
      if (line !== said) say(line)
      said = line
      if (performance.now() - began > LONGEST_MS) {
        if (state !== 'connected') throw new Error(why ?? 'The API server does not answer.')
        break
      }
      if (source.listed && state === 'failed') throw new Error(why ?? 'The API server does not answer.')
      if (source.listed && state === 'connected') {
        await source.refresh()
        await source.readAll(Number.POSITIVE_INFINITY)
        const { proxies, namespaces } = source.status()
        if (proxies.done === proxies.of && (namespaces.done === namespaces.of || agents.running === 0)) {
          for (const { resource, why: reason } of troubles) say(`not read: ${resource}: ${reason}`)
          break
        }
      }
      await pause(200)
    }
    const name = exportName(redact ? RENAMED : source.settings.name, new Date())
    await writeFile(out, await exportRecording(source.recording, 0, name, redact))
  } finally {
    leave()
    source.close()
  }
}
