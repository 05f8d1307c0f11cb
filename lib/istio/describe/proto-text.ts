import type { Fault, TcpMatchRequest, TextMatch } from '@/lib/istio/describe/objects'

type Value = string | number | Message | null | undefined
/** Fields in the order of their declaration. */
type Message = { readonly [name: string]: Value | readonly Value[] }

/** Units of Go's durations, in nanoseconds. */
const UNITS: Readonly<Record<string, number>> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 }
const SECOND = 1e9

/** A message in protobuf's text form on one line; what is not set (0 and "" too) is left out, as proto3 does. */
function print(message: Message): string {
  return Object.entries(message)
    .flatMap(([name, values]) =>
      [values].flat().flatMap((value) => {
        if (value === null || value === undefined || value === 0 || value === '') return []
        return [`${name}:${typeof value === 'object' ? `{${print(value as Message)}}` : JSON.stringify(value)}`]
      }),
    )
    .join(' ')
}

/** `1m30.5s` as google.protobuf.Duration. */
function duration(text: string | null | undefined): Message | null {
  if (!text) return null
  const parts = [...text.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h)/g)]
  const nanos = Math.round(parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (UNITS[unit] ?? 0), 0))
  return { seconds: Math.floor(nanos / SECOND), nanos: nanos % SECOND }
}

const percent = (value: { value?: number | null } | null | undefined): Message | null => (value ? { value: value.value } : null)

/** A fault as Istio's Go types print it: `delay:{fixed_delay:{seconds:2} percentage:{value:100}}`. */
export function faultText({ delay, abort }: Fault): string {
  return print({
    delay: delay && {
      percent: delay.percent,
      fixed_delay: duration(delay.fixedDelay),
      exponential_delay: duration(delay.exponentialDelay),
      percentage: percent(delay.percentage),
    },
    abort: abort && {
      http_status: abort.httpStatus,
      grpc_status: abort.grpcStatus,
      http2_error: abort.http2Error,
      percentage: percent(abort.percentage),
    },
  })
}

/** `/static*` for a prefix, the text itself for an exact one, `regex:"…"` for an expression. */
export function textMatch({ exact, prefix, regex }: TextMatch): string {
  if (typeof exact === 'string') return exact
  if (typeof prefix === 'string') return `${prefix}*`
  return print({ regex })
}

/** What a TCP route asks of a connection. */
export function tcpMatchText(match: TcpMatchRequest): string {
  const labels = Object.entries(match.sourceLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  return print({
    destination_subnets: match.destinationSubnets,
    port: match.port,
    source_subnet: match.sourceSubnet,
    source_labels: labels.map(([key, value]) => ({ key, value })),
    gateways: match.gateways,
    source_namespace: match.sourceNamespace,
  })
}
