import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { AgentAccount } from '@/server/source/cluster/agent-client'
import type { Credentials } from '@/server/source/cluster/kubeconfig'

/** Where the manifests put the dashboard. */
const HOME_NAMESPACE = 'hopscope'
const ACCOUNT = 'hopscope'
/** The cluster around this process goes by this name, unless HOPSCOPE_CLUSTER_NAME gives another one. */
const IN_CLUSTER = 'in-cluster'

/** All that is needed to watch a cluster. Plain data: it crosses threads. */
export interface ClusterSettings {
  /** By which the API and the page name it. */
  name: string
  credentials: Credentials
  agentAccount: AgentAccount
}

/** The cluster that the process was started for: the one around it, or a context of a kubeconfig. null: none. Contacts nobody. */
export function firstSettings(env: NodeJS.ProcessEnv): ClusterSettings | null {
  if (env.HOPSCOPE_CLUSTER === 'in') return settingsOf(env, env.HOPSCOPE_CLUSTER_NAME || IN_CLUSTER, { kind: 'service-account' })
  const file = env.HOPSCOPE_KUBECONFIG
  if (!file) return null
  const context = env.HOPSCOPE_CONTEXT ?? null
  return settingsOf(env, context ?? currentContext(file) ?? IN_CLUSTER, { kind: 'file', file, context })
}

export function settingsOf(env: NodeJS.ProcessEnv, name: string, credentials: Credentials): ClusterSettings {
  const tokenFile = env.HOPSCOPE_AGENT_TOKEN_FILE ?? null
  return { name, credentials, agentAccount: { namespace: env.HOPSCOPE_NAMESPACE ?? HOME_NAMESPACE, name: ACCOUNT, tokenFile } }
}

/** The kubeconfig whose contexts are offered. */
export function kubeconfigFile(env: NodeJS.ProcessEnv): string {
  return env.HOPSCOPE_KUBECONFIG || env.KUBECONFIG?.split(':')[0] || join(homedir(), '.kube/config')
}

/** What a kubeconfig calls its current context; the source has its name before anything is contacted. */
function currentContext(file: string): string | null {
  try {
    return /^\s*["']?current-context["']?:\s*["']?([^"',\s]+)/m.exec(readFileSync(file, 'utf8'))?.[1] ?? null
  } catch {
    return null
  }
}
