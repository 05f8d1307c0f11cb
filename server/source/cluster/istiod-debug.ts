import { ApiFailure, messageOf } from '@/server/source/cluster/api-failure'
import type { Tunnels } from '@/server/source/cluster/tunnel'

const MONITORING_PORT = 15014

/** What is asked of every istiod all the time; it is cheap there. */
const PATHS = { 'syncz.json': '/debug/syncz', 'connections.json': '/debug/connections', 'version.json': '/version' } as const
/** Asked once, and again when objects change. */
const SLOW_PATHS = { 'mesh.json': '/debug/mesh', 'registryz.json': '/debug/registryz' } as const

export interface IstiodPod {
  namespace: string
  name: string
}

/** What an istiod says, by file; what it does not, with the reason. */
export interface IstiodAnswer {
  files: Map<string, string>
  missing: Map<string, string>
}

/** Reads one istiod by a port-forward: from loopback it needs no credentials in any version. */
export async function readIstiod(tunnels: Tunnels, pod: IstiodPod, slow: boolean): Promise<IstiodAnswer> {
  const found: IstiodAnswer = { files: new Map(), missing: new Map() }
  for (const [file, path] of Object.entries(slow ? { ...PATHS, ...SLOW_PATHS } : PATHS)) {
    try {
      const { status, text } = await tunnels.get({ namespace: pod.namespace, pod: pod.name, port: MONITORING_PORT }, path)
      if (status === 200) found.files.set(file, file === 'version.json' ? JSON.stringify({ version: text.trim().slice(0, 200) }) : text)
      else found.missing.set(file, whyNot(status, path))
    } catch (error) {
      found.missing.set(file, messageOf(error))
      // The rest would wait as long for the same.
      break
    }
  }
  return found
}

/** What istiod would send to a proxy, EDS too: made anew by istiod for each asking, so on demand only. `proxy`: POD.NAMESPACE. */
export async function readIstiodDump(tunnels: Tunnels, pod: IstiodPod, proxy: string): Promise<string> {
  const path = `/debug/config_dump?proxyID=${encodeURIComponent(proxy)}&include_eds=true`
  const { status, text } = await tunnels.get({ namespace: pod.namespace, pod: pod.name, port: MONITORING_PORT }, path)
  if (status !== 200) throw new ApiFailure(status, whyNot(status, path))
  return text
}

function whyNot(status: number, path: string): string {
  if (status === 404) return `istiod has no ${path} (ENABLE_DEBUG_ON_HTTP=false takes all of /debug away)`
  if (status === 401 || status === 403)
    return `istiod refuses ${path} (${status}): allow it from loopback, or set ENABLE_DEBUG_ENDPOINT_AUTH=false`
  return `istiod answers ${status} to ${path}`
}
