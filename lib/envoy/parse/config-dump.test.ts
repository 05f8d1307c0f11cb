import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { parseConfigDump } from '@/lib/envoy/parse/config-dump'
import { dumpText } from '@/lib/envoy/testing/dump'

const ADMIN = 'type.googleapis.com/envoy.admin.v3.'
const KEY = `-----BEGIN RSA PRIVATE KEY-----\n${'MIIEowIBAAKCAQEA'.repeat(20)}\n-----END RSA PRIVATE KEY-----\n`

describe('parseConfigDump', () => {
  test('reads the states of dynamic listeners and what was refused', () => {
    const listener = { name: 'a', address: { socket_address: { address: '0.0.0.0', port_value: 80 } } }
    const text = JSON.stringify({
      configs: [
        {
          '@type': `${ADMIN}ListenersConfigDump`,
          dynamic_listeners: [
            { name: 'a', active_state: { listener }, warming_state: { listener }, draining_state: { listener } },
            { error_state: { failed_configuration: { name: 'b' }, details: 'no such port', last_update_attempt: '2026-01-01T00:00:00Z' } },
          ],
        },
      ],
    })
    const dump = parseConfigDump(text)
    expect(dump.listeners().map((one) => one.state)).toEqual(['active', 'warming', 'draining'])
    expect(dump.listeners()[0]?.node.pointer).toBe('/configs/0/dynamic_listeners/0/active_state/listener')
    expect(dump.refusedListeners()).toEqual([
      { name: 'b', details: 'no such port', lastAttempt: '2026-01-01T00:00:00Z', pointer: '/configs/0/dynamic_listeners/1/error_state' },
    ])
    expect(dump.problems.map((one) => one.message)).toContain('The section Clusters is missing.')
  })

  test('takes istiod’s camelCase, and the pointer names the key that is there', () => {
    const text = JSON.stringify({
      configs: [
        {
          '@type': `${ADMIN}ClustersConfigDump`,
          dynamicActiveClusters: [{ cluster: { name: 'a', edsClusterConfig: { serviceName: 'b' } } }],
        },
      ],
    })
    const cluster = parseConfigDump(text).clusters().get('a')
    expect(cluster?.node.at('eds_cluster_config', 'service_name').text()).toBe('b')
    expect(cluster?.node.get('eds_cluster_config').pointer).toBe('/configs/0/dynamicActiveClusters/0/cluster/edsClusterConfig')
  })

  test('says what is unknown and merges several ECDS sections', () => {
    const filter = (name: string) => ({ '@type': `${ADMIN}EcdsConfigDump`, ecds_filters: [{ ecds_filter: { name } }] })
    const dump = parseConfigDump(dumpText({ more: [filter('a'), filter('b'), { '@type': 'type.googleapis.com/new.Thing' }, {}] }))
    expect([...dump.extensions().keys()]).toEqual(['a', 'b'])
    expect(dump.problems.map((one) => one.message)).toEqual([
      'A section of the unknown type type.googleapis.com/new.Thing.',
      'A section without a type.',
    ])
  })

  test.each(['', '{', '[]', '7', '{"configs":7}', '{"configs":[null,1,[]]}'])('lives through %j', (text) => {
    const dump = parseConfigDump(text)
    expect(dump.problems.length).toBeGreaterThan(0)
    expect(dump.clusters().size).toBe(0)
    expect(dump.listeners()).toEqual([])
  })

  test('a name like __proto__ is a name like any other', () => {
    const dump = parseConfigDump(dumpText({ clusters: [{ name: '__proto__' }, { name: 'constructor' }] }))
    expect([...dump.clusters().keys()]).toEqual(['__proto__', 'constructor'])
    expect(dump.clusters().get('constructor')?.node.key('toString').exists).toBe(false)
  })

  test('keys never leave it, wherever they stand', () => {
    const tls = { tls_certificates: [{ certificate_chain: { inline_string: 'PUBLIC' }, private_key: { inline_string: KEY } }] }
    const cluster = {
      name: 'a',
      transport_socket: { typed_config: { common_tls_context: tls } },
      metadata: { note: KEY, encoded: btoa(KEY) },
    }
    const secret = {
      name: 's',
      secret: { tlsCertificate: { privateKey: { inlineBytes: btoa(KEY) } }, genericSecret: { secret: { inlineString: 'hunter2' } } },
    }
    const dump = parseConfigDump(
      dumpText({ clusters: [cluster], more: [{ '@type': `${ADMIN}SecretsConfigDump`, dynamic_active_secrets: [secret] }] }),
    )
    const node = dump.clusters().get('a')?.node
    const secrets = dump.secrets()
    const shown = [
      inspect(dump, { depth: 20, showHidden: true }),
      JSON.stringify([dump, node, secrets]),
      JSON.stringify(node?.value()),
      node
        ?.at('transport_socket', 'typed_config', 'common_tls_context', 'tls_certificates')
        .items()[0]
        ?.at('private_key', 'inline_string')
        .text(),
      node?.at('metadata', 'note').text(),
    ].join('\n')
    expect(secrets[0]).toMatchObject({ name: 's', kind: 'certificate', certificates: [] })
    expect(shown).toContain('[redacted]')
    expect(shown).not.toMatch(/MIIEow|hunter2|LS0tLS1CRUdJTiBSU0E/)
  })
})
