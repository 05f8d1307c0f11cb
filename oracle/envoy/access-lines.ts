import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { AccessLogLine } from '@/lib/envoy/access-log/line'
import { parseAccessLine } from '@/lib/envoy/access-log/parse'

/** An access line with what Istio's own format does not have. */
export interface SeenLine extends AccessLogLine {
  from: 'http' | 'tcp' | 'listener'
  /** The x-probe header of the request. */
  probe: string | null
  /** Ports of the client's socket and of the listener's, whatever a PROXY header says: a client's port alone may come again. */
  connection: string | null
  filterChain: string | null
}

const FIELDS = {
  start_time: '%START_TIME%',
  method: '%REQ(:METHOD)%',
  path: '%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%',
  protocol: '%PROTOCOL%',
  response_code: '%RESPONSE_CODE%',
  response_flags: '%RESPONSE_FLAGS%',
  response_code_details: '%RESPONSE_CODE_DETAILS%',
  connection_termination_details: '%CONNECTION_TERMINATION_DETAILS%',
  upstream_transport_failure_reason: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
  authority: '%REQ(:AUTHORITY)%',
  upstream_host: '%UPSTREAM_HOST%',
  upstream_cluster: '%UPSTREAM_CLUSTER_RAW%',
  upstream_local_address: '%UPSTREAM_LOCAL_ADDRESS%',
  downstream_local_address: '%DOWNSTREAM_LOCAL_ADDRESS%',
  downstream_remote_address: '%DOWNSTREAM_REMOTE_ADDRESS%',
  requested_server_name: '%REQUESTED_SERVER_NAME%',
  route_name: '%ROUTE_NAME%',
  probe: '%REQ(X-PROBE)%',
  connection: '%DOWNSTREAM_DIRECT_REMOTE_PORT% %DOWNSTREAM_DIRECT_LOCAL_PORT%',
  filter_chain: '%FILTER_CHAIN_NAME%',
}

/** The access log to put into a listener, an http_connection_manager or a tcp_proxy: Istio's JSON format and a little more. */
export function accessLog(from: SeenLine['from']): object[] {
  const type = 'type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog'
  const typed_config = { '@type': type, log_format: { json_format: { ...FIELDS, from } } }
  return [{ name: 'stdout', typed_config }]
}

function readLine(text: string): SeenLine | null {
  const line = parseAccessLine(text)
  if (line === null) return null
  const raw: unknown = JSON.parse(text)
  const field = (name: string): string | null => {
    const value = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>)[name] : null
    return typeof value === 'string' ? value : null
  }
  const from = field('from')
  if (from !== 'http' && from !== 'tcp' && from !== 'listener') return null
  return { ...line, from, probe: field('probe'), connection: field('connection'), filterChain: field('filter_chain') }
}

/** How long a line may take to be flushed. */
const LINE_WITHIN_MS = 5_000

/** Envoy's access lines as they come, and who waits for some. */
export class AccessLines {
  private readonly byKey = new Map<string, SeenLine[]>()
  private readonly waiting = new Map<string, () => void>()

  constructor(stdout: Readable) {
    createInterface({ input: stdout }).on('line', (text) => {
      const line = readLine(text)
      if (line === null) return
      for (const key of [`probe ${line.probe}`, `ports ${line.connection}`]) {
        const list = this.byKey.get(key)
        if (list === undefined) this.byKey.set(key, [line])
        else list.push(line)
        this.waiting.get(key)?.()
      }
    })
  }

  /** The lines with that x-probe header, once there are `count`. Throws when they do not come. */
  ofProbe(probe: string, count: number): Promise<SeenLine[]> {
    return this.take(`probe ${probe}`, (lines) => lines.length >= count)
  }

  /** The lines of the connection from one port to another, once it is closed: then the listener writes its own. */
  ofConnection(from: number, to: number): Promise<SeenLine[]> {
    return this.take(`ports ${from} ${to}`, (lines) => lines.some((line) => line.from === 'listener'))
  }

  private take(key: string, complete: (lines: SeenLine[]) => boolean): Promise<SeenLine[]> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.byKey.get(key) ?? []
        if (!complete(found)) return
        this.waiting.delete(key)
        clearTimeout(timer)
        resolve(found)
      }
      const timer = setTimeout(() => {
        this.waiting.delete(key)
        reject(new Error(`The access lines of ${key} did not come: there are ${this.byKey.get(key)?.length ?? 0}.`))
      }, LINE_WITHIN_MS)
      this.waiting.set(key, look)
      look()
    })
  }
}
