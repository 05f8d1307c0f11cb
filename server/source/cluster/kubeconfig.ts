import { readFile } from 'node:fs/promises'
import type { KubeConfig } from '@kubernetes/client-node'
import type { Access } from '@/server/source/cluster/access'
import { serviceAccount } from '@/server/source/cluster/service-account'

/** Where the credentials for a cluster come from. `context` null: the file's current one. */
export type Credentials = { kind: 'file'; file: string; context: string | null } | { kind: 'service-account' }

export interface ContextChoice {
  name: string
  /** Address of its API server, without a path or credentials. */
  server: string
  /** Connecting runs a program of this name on the server's machine to get a token. */
  runs: string | null
}

/** A kubeconfig is small; something of this size is another file. */
const MAX_KUBECONFIG_BYTES = 4 * 1024 * 1024

/** Reads credentials anew, so that changed token files, certificates and contexts are seen. Throws an Error with a message for a person. */
export async function loadAccess(from: Credentials): Promise<Access> {
  if (from.kind === 'service-account') return serviceAccount()
  const config = await readKubeconfig(from.file)
  if (from.context !== null) {
    if (!config.getContextObject(from.context)) {
      const known = config.getContexts().map((each) => each.name)
      throw new Error(`${from.file} has no context “${from.context}”; it has ${known.join(', ') || 'none'}.`)
    }
    config.setCurrentContext(from.context)
  }
  const server = config.getCurrentCluster()?.server
  if (!server) throw new Error(`${from.file}: its current context names no cluster. Choose one with --context.`)
  return { server: server.replace(/\/+$/, ''), apply: (options) => config.applyToHTTPSOptions(options) }
}

/** Kubernetes' own client knows all the ways to log in. It is loaded on first use: who looks at recordings does not pay for its memory. */
async function readKubeconfig(file: string): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node')
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`The kubeconfig ${file} can't be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (text.length > MAX_KUBECONFIG_BYTES) throw new Error(`${file} is no kubeconfig: it has ${text.length} bytes.`)
  const config = new KubeConfig()
  try {
    config.loadFromFile(file)
  } catch (error) {
    throw new Error(`${file} is no kubeconfig: ${error instanceof Error ? error.message : String(error)}`)
  }
  return config
}

/** The contexts of a kubeconfig, for the person to choose from; nothing is contacted. */
export async function contextsOf(file: string): Promise<ContextChoice[]> {
  const config = await readKubeconfig(file).catch(() => null)
  if (!config) return []
  return config.getContexts().map(({ name, cluster, user }) => {
    const server = config.getCluster(cluster)?.server ?? ''
    const command: unknown = config.getUser(user)?.exec?.command
    return {
      name,
      server: URL.canParse(server) ? new URL(server).host : '',
      runs: typeof command === 'string' ? command : null,
    }
  })
}
