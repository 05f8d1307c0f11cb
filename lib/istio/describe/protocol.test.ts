import { describe, expect, it } from 'vitest'
import { describedProtocol, targetPort } from '@/lib/istio/describe/protocol'

describe('the protocol of a port', () => {
  it.each([
    [{ name: 'HTTP2-main', port: 80 }, 'HTTP2'],
    [{ name: 'web', port: 80 }, 'UnsupportedProtocol'],
    [{ appProtocol: 'redis', port: 80 }, 'Redis'],
    [{ port: 80, protocol: 'TCP' }, 'auto-detect'],
    [{ name: '', port: 3306 }, 'auto-detect'],
    [{ port: 53, protocol: 'UDP' }, 'UDP'],
  ])('%o is %s', (port, protocol) => expect(describedProtocol(port)).toBe(protocol))
})

describe('the port of a pod behind a port of a Service', () => {
  const pod = {
    metadata: { name: 'web', namespace: 'shop' },
    spec: { containers: [{ name: 'web', ports: [{ containerPort: 8080, protocol: 'TCP', name: 'main' }] }] },
  }
  it.each([
    [{ port: 80, targetPort: 'main', protocol: 'TCP' }, 8080],
    [{ port: 80, targetPort: 'main', protocol: 'UDP' }, null],
    [{ port: 80, targetPort: 9000 }, 9000],
    [{ port: 80 }, 80],
  ])('%o is %s', (port, target) => expect(targetPort(pod, port)).toBe(target))
})
