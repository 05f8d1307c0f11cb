import { dumpModel } from '@/bench/dump-model'
import { biggest } from '@/bench/recordings'
import { medians, type Row } from '@/bench/stopwatch'
import { readCluster } from '@/lib/envoy/config/cluster'
import { readListener } from '@/lib/envoy/config/listener'
import { parseConfigDump } from '@/lib/envoy/parse/config-dump'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'

function normalised(text: string) {
  const dump = parseConfigDump(text)
  return [dump.listeners().map(readListener), [...dump.clusters().values()].map(readCluster)]
}

function rulesWithOptions(text: string): number {
  let options = 0
  for (const table of parseIptablesSave(text).ruleset.tables.values()) {
    for (const chain of table.chains.values()) for (const rule of chain.rules) options += rule.options.length
  }
  return options
}

type Reader = (text: string) => unknown

function ratio(what: string, dump: { name: string; text: string }, work: Reader, measure: Reader, goal?: number): Row {
  const { first, second } = medians(dump.text, work, measure)
  const detail = `${first.toFixed(1)} ms against ${second.toFixed(1)} ms (${dump.name})`
  return { what, value: first / second, unit: '×', ...(goal === undefined ? {} : { goal }), detail }
}

/** Parsing against the least that any reader of the same bytes has to do. */
export function parsing(): Row[] {
  const dump = biggest('/envoy/config_dump.json')
  const rules = biggest('/iptables-save.txt')
  const json: Reader = (text) => JSON.parse(text)
  const lines: Reader = (text) => text.split('\n')
  return [
    ratio('config_dump → model, against JSON.parse', dump, dumpModel, json, 1.5),
    ratio('config_dump, listeners and clusters read whole, against it', dump, normalised, json),
    ratio('iptables-save → model, against splitting into lines', rules, parseIptablesSave, lines, 6),
    ratio('iptables-save, chains named and faults found, against it', rules, (text) => parseIptablesSave(text).problems, lines),
    ratio('iptables-save, every option read, against it', rules, rulesWithOptions, lines),
  ]
}
