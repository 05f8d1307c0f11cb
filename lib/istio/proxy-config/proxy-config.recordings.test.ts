import { describe, expect, it } from 'vitest'
import type { Json } from '@/lib/istio/json'
import { bootstrapOf } from '@/lib/istio/proxy-config/bootstrap'
import { clusterRows } from '@/lib/istio/proxy-config/clusters'
import { endpointRows } from '@/lib/istio/proxy-config/endpoints'
import { listenerRows } from '@/lib/istio/proxy-config/listeners'
import { routeRows } from '@/lib/istio/proxy-config/routes'
import { secretRows } from '@/lib/istio/proxy-config/secrets'
import { recordingNamed, recordingNames } from '@/lib/istio/testing/recordings'
import type { Recording } from '@/lib/recording/recording'

/** Each table with istioctl's own columns, from the dump that istioctl was given. */
const tables: Record<string, { file: string; header: string; rows: (dump: Json, now: number) => (string | number | boolean | null)[][] }> =
  {
    listeners: {
      file: 'config_dump',
      header: 'ADDRESSES PORT MATCH DESTINATION',
      rows: (dump) => listenerRows(dump).map((row) => [row.addresses, row.port, row.match, row.destination]),
    },
    routes: {
      file: 'config_dump',
      header: 'NAME VHOST NAME DOMAINS MATCH VIRTUAL SERVICE',
      rows: (dump) => routeRows(dump).map((row) => [row.name, row.virtualHost, row.domains, row.match, row.virtualService]),
    },
    clusters: {
      file: 'config_dump',
      header: 'SERVICE FQDN PORT SUBSET DIRECTION TYPE DESTINATION RULE',
      rows: (dump) => clusterRows(dump).map((row) => [row.host, row.port, row.subset, row.direction, row.type, row.destinationRule]),
    },
    endpoints: {
      file: 'clusters',
      header: 'ENDPOINT STATUS OUTLIER CHECK CLUSTER',
      rows: (clusters) => endpointRows(clusters).map((row) => [row.endpoint, row.status, row.outlierCheck, row.cluster]),
    },
    secrets: {
      file: 'config_dump',
      header: 'RESOURCE NAME TYPE STATUS VALID CERT SERIAL NUMBER NOT AFTER NOT BEFORE',
      rows: (dump, now) =>
        secretRows(dump, now).map((row) => [row.name, row.type, row.status, row.valid, row.serial, row.notAfter, row.notBefore]),
    },
    bootstrap: {
      file: 'config_dump',
      header: '',
      rows: (dump) => {
        const facts = bootstrapOf(dump)
        const { istioVersion = null, envoyVersion = null } = facts ?? {}
        return [
          ['Istio Version:', istioVersion],
          ['Envoy Version:', envoyVersion],
        ].filter(([, version]) => version !== null)
      },
    },
  }

/** Columns are padded with spaces; within a cell there is never more than one. */
const plain = (line: string) => line.trim().replace(/ +/g, ' ')
const folder = (recording: Recording, proxy: string) => {
  const dot = proxy.lastIndexOf('.')
  const pod = `pods/${proxy.slice(dot + 1)}.${proxy.slice(0, dot)}/envoy`
  return recording.entries().some((entry) => entry.startsWith(`${pod}/`)) ? pod : `clients/${proxy}/envoy`
}

describe('tables equal to istioctl proxy-config', () => {
  const judged = { tables: 0, rows: 0 }

  it.each(recordingNames())('%s', (name) => {
    const recording = recordingNamed(name)
    const now = Date.parse(recording.scenario.start)
    for (const entry of recording.entries()) {
      const [, proxy = '', kind = ''] = /^versions\/proxy-config\/([^/]+)\/(\w+)\.txt$/.exec(entry) ?? []
      const table = tables[kind]
      const text = recording.text(`${folder(recording, proxy)}/${table?.file}.json`)
      if (!table || text === null || recording.entries().includes(`${entry}.rc`)) continue
      const [first = '', ...rest] = (recording.text(entry) ?? '').split('\n').map(plain).filter(Boolean)
      const ours = table.rows(JSON.parse(text) as Json, now).map((cells) => plain(cells.map(String).join(' ')))
      const theirs = first === table.header ? rest : table.header === '' ? [first, ...rest] : []
      expect(ours.toSorted(), `${name} ${proxy} ${kind}`).toEqual(theirs.toSorted())
      judged.tables += 1
      judged.rows += ours.length
    }
  })

  it('has been judged by many', () => {
    console.log(`proxy-config: agree ${judged.tables} of ${judged.tables} tables, ${judged.rows} rows`)
    expect(judged.tables).toBeGreaterThan(100)
    expect(judged.rows).toBeGreaterThan(1000)
  })
})
