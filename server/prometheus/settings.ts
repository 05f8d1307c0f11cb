import { readFileSync } from 'node:fs'

/** Which Prometheus is asked. It comes from this server's own settings only, never from a request. */
export interface PrometheusSettings {
  /** With a slash at its end; queries are below it. */
  base: URL
  /** A file with a bearer token; read again for each query, as tokens are renewed. */
  tokenFile: string | null
}

/** HOPSCOPE_PROMETHEUS (the address that its pages are at) and HOPSCOPE_PROMETHEUS_TOKEN_FILE; null: none. Throws an Error with a message for a person. */
export function prometheusSettings(env: NodeJS.ProcessEnv): PrometheusSettings | null {
  const text = env.HOPSCOPE_PROMETHEUS
  if (!text) return null
  const base = URL.canParse(text) ? new URL(text) : null
  if (!base || !/^https?:$/.test(base.protocol)) throw new Error('HOPSCOPE_PROMETHEUS is no address of the form http://HOST:PORT')
  if (base.username || base.password) throw new Error('HOPSCOPE_PROMETHEUS holds a password; HOPSCOPE_PROMETHEUS_TOKEN_FILE is for that')
  base.search = ''
  base.hash = ''
  if (!base.pathname.endsWith('/')) base.pathname += '/'
  return { base, tokenFile: env.HOPSCOPE_PROMETHEUS_TOKEN_FILE || null }
}

/** The headers that a query is sent with. Throws when the token's file can't be read. */
export function headersOf({ tokenFile }: PrometheusSettings): Record<string, string> {
  const token = tokenFile === null ? null : readFileSync(tokenFile, 'utf8').trim()
  return { accept: 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) }
}
