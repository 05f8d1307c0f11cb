import { describe, expect, test } from 'vitest'
import { indexOf } from '@/lib/envoy/evaluate/state'
import { parseCerts } from '@/lib/envoy/parse/certs'
import { parseClusters } from '@/lib/envoy/parse/clusters'
import { parseConfigDump } from '@/lib/envoy/parse/config-dump'
import { parseListeners } from '@/lib/envoy/parse/listeners'
import { parseStats } from '@/lib/envoy/parse/stats'
import { readRecording, recordingFiles } from '@/lib/envoy/testing/archive'

describe('every file of a proxy parses', () => {
  test.each(recordingFiles())('$name', ({ file }) => {
    const entries = readRecording(file)
    for (const [path, text] of entries) {
      const folder = path.slice(0, path.lastIndexOf('/'))
      if (!path.endsWith('/envoy/config_dump.json')) continue
      const dump = parseConfigDump(text)
      expect(dump.problems, path).toEqual([])
      const index = indexOf(dump)
      for (const listener of dump.listeners()) expect(index.listener(listener).addresses.length).toBeGreaterThan(0)
      for (const name of dump.routes().keys()) expect(index.routeConfig(name)?.virtualHosts.length).toBeGreaterThanOrEqual(0)
      const statuses = parseClusters(entries.get(`${folder}/clusters.json`) ?? '')
      expect(statuses.problems, path).toEqual([])
      for (const name of dump.clusters().keys()) {
        expect(index.cluster(name)?.lbPolicy).not.toBe('UNKNOWN')
        expect(statuses.byName.get(name)?.().hosts).toBeDefined()
      }
      expect(parseListeners(entries.get(`${folder}/listeners.json`) ?? '').listeners.length).toBeGreaterThan(0)
      expect(parseStats(entries.get(`${folder}/stats.json`) ?? '').values.size).toBeGreaterThan(0)
      const loaded = parseCerts(entries.get(`${folder}/certs.json`) ?? '').certificates
      const serials = new Set(loaded.map((one) => one.serial))
      const shown = dump.secrets().flatMap((secret) => secret.certificates)
      for (const one of shown.filter((facts) => facts.uris.length > 0)) {
        expect(serials.size === 0 || serials.has(one.serial), `${path} ${one.serial}`).toBe(true)
        expect(loaded.find((certificate) => certificate.serial === one.serial)?.notAfter ?? one.notAfter).toBe(one.notAfter)
      }
    }
  })

  test.each(recordingFiles())('$name: what istiod would send has the same routes', ({ file }) => {
    const entries = readRecording(file)
    for (const [path, text] of entries) {
      const match = /^istiod\/[^/]+\/config_dump\/(.+)\.([^.]+)\.json$/.exec(path)
      const own = match === null ? undefined : entries.get(`pods/${match[2]}.${match[1]}/envoy/config_dump.json`)
      if (match === null || own === undefined) continue
      const [sent, active] = [parseConfigDump(text), parseConfigDump(own)]
      const common = [...sent.clusters().keys()].filter((name) => active.clusters().has(name))
      expect(common.length, path).toBeGreaterThan(0)
      for (const name of common) expect(indexOf(sent).cluster(name)?.type).toBe(indexOf(active).cluster(name)?.type)
    }
  })
})
