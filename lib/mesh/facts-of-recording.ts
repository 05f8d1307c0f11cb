import type { SourceFacts } from '@/lib/mesh/source-facts'
import type { Recording } from '@/lib/recording/recording'

/** curl's exit code when the name server knows no such name. */
const COULD_NOT_RESOLVE = 6

/** What a recording says about itself: scenario.json, and the answers of name servers that its requests saw. */
export function factsOfRecording(recording: Recording): SourceFacts {
  const { scenario } = recording
  const start = Date.parse(scenario.start)
  return {
    nodes: scenario.nodes.map(({ name, ip, netns }) => ({ name, ip, netns: netns ?? name })),
    clients: scenario.clients.map(({ name, ip, netns, hosts }) => ({ name, ip, netns: netns ?? name, hosts })),
    proxyMode: scenario.versions?.kubeProxyMode ?? null,
    startSeconds: Number.isNaN(start) ? null : start / 1000,
    missing: scenario.missing,
    answers: recording.requests.flatMap(({ sent, entry }) => {
      const name = hostOf(sent.url)
      const { exit, remoteIP } = sent.outcome
      if (name === null || (remoteIP === null && exit !== COULD_NOT_RESOLVE)) return []
      return [{ from: sent.from, name, ip: remoteIP, entry, at: sent.at }]
    }),
  }
}

function hostOf(url: string): string | null {
  try {
    return new URL(url).hostname
  } catch {
    return null
  }
}
