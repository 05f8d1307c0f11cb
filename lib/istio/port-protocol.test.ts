import { describe, expect, it } from 'vitest'
import { convertedProtocol, isHttp, isProtocol, isTls } from '@/lib/istio/port-protocol'

describe('the protocol that Istio takes a port for', () => {
  it.each([
    [{ name: 'grpc-web-x', port: 80 }, 'GRPC-Web'],
    [{ name: 'HTTP2-main', port: 80 }, 'HTTP2'],
    [{ name: 'web', port: 3306 }, 'TCP'],
    [{ name: 'http', port: 3306 }, 'HTTP'],
    [{ name: 'web', port: 80 }, 'UnsupportedProtocol'],
    [{ name: 'http', appProtocol: 'redis', port: 80 }, 'Redis'],
    [{ name: 'http', appProtocol: 'example.org/own', port: 80 }, 'UnsupportedProtocol'],
    [{ appProtocol: 'kubernetes.io/h2c', port: 80 }, 'HTTP2'],
    [{ appProtocol: 'kubernetes.io/ws', port: 80 }, 'HTTP'],
    [{ appProtocol: 'kubernetes.io/wss', port: 80 }, 'HTTPS'],
    [{ name: 'kubernetes.io/wss', port: 80 }, 'UnsupportedProtocol'],
    [{ appProtocol: 'hbone', port: 15008 }, 'HBONE'],
    [{ port: 80, protocol: 'TCP' }, 'UnsupportedProtocol'],
    [{ name: 'http', port: 53, protocol: 'UDP' }, 'UDP'],
  ])('%o is %s', (port, protocol) => expect(convertedProtocol(port)).toBe(protocol))
})

describe('a protocol by its name', () => {
  it.each([
    ['http2', { protocol: true, http: true, tls: false }],
    ['GRPC-WEB', { protocol: true, http: true, tls: false }],
    ['HTTPS', { protocol: true, http: false, tls: true }],
    ['mongo', { protocol: true, http: false, tls: false }],
    ['http-web', { protocol: false, http: false, tls: false }],
    ['', { protocol: false, http: false, tls: false }],
  ])('%s', (text, is) => expect({ protocol: isProtocol(text), http: isHttp(text), tls: isTls(text) }).toEqual(is))
})
