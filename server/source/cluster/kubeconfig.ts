import { readFile } from 'node:fs/promises'
import type { KubeConfig } from '@kubernetes/client-node'

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

/**
 * Reads credentials anew, so that changed token files and certificates are seen. The client is loaded on first use only: without a
 * cluster nobody pays for its memory. Throws an Error with a message for a person.
 */
export async function loadCredentials(from: Credentials): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node')
  const config = new KubeConfig()
  if (from.kind === 'service-account') {
    if (!process.env.KUBERNETES_SERVICE_HOST)
      throw new Error('This is no pod of a cluster: KUBERNETES_SERVICE_HOST is not set. Start with --kubeconfig FILE.')
    config.loadFromCluster()
    return config
  }
  const text = await readFile(from.file, 'utf8').catch((error: unknown) => {
    throw new Error(`The kubeconfig ${from.file} can't be read: ${error instanceof Error ? error.message : String(error)}`)
  })
  if (text.length > MAX_KUBECONFIG_BYTES) throw new Error(`${from.file} is no kubeconfig: it has ${text.length} bytes.`)
  try {
    config.loadFromFile(from.file)
  } catch (error) {
    throw new Error(`${from.file} is no kubeconfig: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (from.context !== null) {
    if (!config.getContextObject(from.context)) {
      const known = config.getContexts().map((each) => each.name)
      throw new Error(`${from.file} has no context “${from.context}”; it has ${known.join(', ') || 'none'}.`)
    }
    config.setCurrentContext(from.context)
  }
  if (!config.getCurrentCluster()) throw new Error(`${from.file}: its current context names no cluster. Choose one with --context.`)
  return config
}

/** The contexts of a kubeconfig, for the person to choose from; nothing is contacted. */
export async function contextsOf(file: string): Promise<ContextChoice[]> {
  const config = await loadCredentials({ kind: 'file', file, context: null }).catch(() => null)
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
