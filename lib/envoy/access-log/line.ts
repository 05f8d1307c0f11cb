/** One access-log line. Times in ms; null where the log has "-". `flags` as printed, split at commas. */
export interface AccessLogLine {
  format: 'istio' | 'json' | 'envoy'
  /** RFC 3339. */
  start: string
  method: string | null
  path: string | null
  protocol: string | null
  status: number
  flags: string[]
  details: string | null
  termination: string | null
  failure: string | null
  bytesReceived: number | null
  bytesSent: number | null
  duration: number | null
  upstreamTime: number | null
  forwardedFor: string | null
  userAgent: string | null
  requestId: string | null
  authority: string | null
  upstreamHost: string | null
  upstreamCluster: string | null
  upstreamLocal: string | null
  downstreamLocal: string | null
  downstreamRemote: string | null
  sni: string | null
  route: string | null
}

export function textOrNull(value: string | undefined): string | null {
  return value === undefined || value === '-' || value === '' ? null : value
}

export function numberOrNull(value: string | undefined): number | null {
  return value === undefined || !/^\d+$/.test(value) ? null : Number(value)
}

export function flagList(value: string | undefined): string[] {
  return (value ?? '').split(',').filter((flag) => flag !== '-' && flag !== '')
}
