import { parseConfigDump } from '@/lib/envoy/parse/config-dump'

/** A config_dump with every resource of every section listed by name: what the mesh holds of a proxy before a walk comes by. */
export function dumpModel(text: string) {
  const dump = parseConfigDump(text)
  return [
    dump,
    dump.listeners(),
    dump.refusedListeners(),
    dump.clusters(),
    dump.routes(),
    dump.staticRoutes(),
    dump.endpoints(),
    dump.extensions(),
  ]
}
