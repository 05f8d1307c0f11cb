import { expect, it } from 'vitest'
import { faultText, tcpMatchText, textMatch } from '@/lib/istio/describe/proto-text'

it.each([
  ['2s', 'delay:{fixed_delay:{seconds:2} percentage:{value:12.5}}'],
  ['1m30.5s', 'delay:{fixed_delay:{seconds:90 nanos:500000000} percentage:{value:12.5}}'],
  ['100ms', 'delay:{fixed_delay:{nanos:100000000} percentage:{value:12.5}}'],
])('a delay of %s', (fixedDelay, text) => {
  expect(faultText({ delay: { fixedDelay, percentage: { value: 12.5 } } })).toBe(text)
})

it('an abort by gRPC status, of every request', () => {
  expect(faultText({ abort: { grpcStatus: 'UNAVAILABLE' } })).toBe('abort:{grpc_status:"UNAVAILABLE"}')
})

it('what a TCP route asks: repeated fields one after the other, maps by key, what is not set left out', () => {
  const match = { destinationSubnets: ['10.0.0.0/8', '10.9.0.0/16'], port: 3306, sourceLabels: { b: '2', a: '1' }, gateways: [] }
  expect(tcpMatchText(match)).toBe(
    'destination_subnets:"10.0.0.0/8" destination_subnets:"10.9.0.0/16" port:3306 source_labels:{key:"a" value:"1"} source_labels:{key:"b" value:"2"}',
  )
})

it.each([
  [{ exact: '' }, ''],
  [{ prefix: '/api' }, '/api*'],
  [{ regex: '^/v[0-9]+"$' }, 'regex:"^/v[0-9]+\\"$"'],
])('%o is %s', (match, text) => expect(textMatch(match)).toBe(text))
