import { field, isObject, type Json, type Problem, readJson, textField } from '@/lib/istio/json'
import type { SynczEntry, SynczResource } from '@/lib/istio/syncz/model'

/** More proxies than one istiod serves; what comes after is left out and said. */
export const MAX_PROXIES = 50_000
/** istiod watches about ten types a proxy. */
const MAX_TYPES = 100
/** A NACK of one push names each refused resource; Envoy itself cuts near this. */
const MAX_ERROR_CHARS = 65_536

export interface ParsedSyncz {
  entries: SynczEntry[]
  problems: Problem[]
}

/**
 * /debug/syncz of one istiod, in the forms of 1.20 to 1.22 (only `cluster_sent` and the like) and of 1.23 and newer (also
 * `resources`). `entry` is the text's place, for problems. Proxies that can't be read become problems, the rest is returned.
 */
export function parseSyncz(text: string, entry: string): ParsedSyncz {
  const { value, problem } = readJson(text, entry)
  if (problem) return { entries: [], problems: [problem] }
  // istiod without a proxy prints null.
  if (value === null) return { entries: [], problems: [] }
  if (!Array.isArray(value)) return { entries: [], problems: [{ entry, message: 'is not a list of proxies' }] }

  const entries: SynczEntry[] = []
  const problems: Problem[] = []
  value.slice(0, MAX_PROXIES).forEach((item, index) => {
    const parsed = parseEntry(item)
    if (parsed) entries.push(parsed)
    else problems.push({ entry, message: `/${index} has no "proxy" of the form POD.NAMESPACE` })
  })
  if (value.length > MAX_PROXIES) problems.push({ entry, message: `has ${value.length} proxies; only ${MAX_PROXIES} are read` })
  return { entries, problems }
}

function parseEntry(item: Json): SynczEntry | null {
  const proxy = textField(item, 'proxy')
  if (!proxy?.includes('.')) return null
  const nonces = (name: string) => ({ sent: textField(item, `${name}_sent`), acked: textField(item, `${name}_acked`) })
  return {
    proxy,
    cluster: textField(item, 'cluster_id'),
    type: textField(item, 'proxy_type'),
    version: textField(item, 'istio_version') ?? textField(item, 'proxy_version'),
    legacy: {
      CDS: nonces('cluster'),
      LDS: nonces('listener'),
      EDS: nonces('endpoint'),
      RDS: nonces('route'),
      ECDS: nonces('extensionconfig'),
    },
    resources: parseResources(field(item, 'resources')),
  }
}

function parseResources(value: Json | undefined): Map<string, SynczResource> | null {
  if (!isObject(value)) return null
  const resources = new Map<string, SynczResource>()
  for (const [type, resource] of Object.entries(value).slice(0, MAX_TYPES)) {
    resources.set(type, {
      sent: textField(resource, 'sent'),
      acked: textField(resource, 'acked'),
      sentTime: textField(resource, 'sentTime'),
      lastError: textField(resource, 'lastError')?.slice(0, MAX_ERROR_CHARS) ?? null,
    })
  }
  return resources
}
