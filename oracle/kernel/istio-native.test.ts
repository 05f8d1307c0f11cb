import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { compareNative } from '@/lib/istio/redirection/native/compare'
import { computeNativeRedirection } from '@/lib/istio/redirection/native/compute'
import { ISTIO_TABLES } from '@/lib/istio/redirection/own-rules'
import { parseNftRuleset } from '@/lib/netfilter/nft/parse/ruleset'
import { judgePackets } from '@/oracle/kernel/judge'
import { allowedCpus } from '@/oracle/kernel/laboratory/cpus'
import { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import { ROUTER } from '@/oracle/kernel/laboratory/topology'
import { NATIVE_CASES } from '@/oracle/kernel/native/istio'
import { everyKind } from '@/oracle/kernel/native/istio-packets'

/*
 * No recording has Istio's native tables: the kernel judges the walk through rules as Istio writes them, for every kind of packet that they tell apart, and nft's
 * list of them what is computed from the settings.
 */

const skipReason = inject('kernelReason')
/** The proxy's inbound socket. */
const PROXY = (['0.0.0.0', '::'] as const).map((ip) => ({ proto: 'tcp' as const, ip, port: 15006 }))
const TABLES = ISTIO_TABLES.map((name) => `inet ${name}`)

let laboratory: Laboratory | null = null

beforeAll(async () => {
  if (!skipReason) laboratory = await Laboratory.open({ ...ROUTER, listeners: PROXY }, allowedCpus()[0] ?? 0)
})
afterAll(() => laboratory?.close())

test.for(NATIVE_CASES)('Istio’s native tables, $name', async ({ ruleset, settings }, { skip }) => {
  if (skipReason || !laboratory) return skip(skipReason ?? 'no laboratory')
  expect(await laboratory.loadNative(TABLES, ruleset)).toBeNull()
  const listed = parseNftRuleset((await laboratory.list()).text, null).tables
  const computed = computeNativeRedirection(settings, true)
  const { equal, differences } = compareNative(listed, computed.ruleset.tables)
  expect(differences.map(({ kind, rule }) => `${kind} ${rule.table} ${rule.chain} ${rule.text}`)).toEqual([])
  expect(equal).toBe(computed.count)
  for (const version of [4, 6] as const) {
    const verdicts = await judgePackets(laboratory, version, everyKind(version))
    console.log(
      `IPv${version}: agree ${verdicts.filter(({ difference }) => difference === null).length} of ${verdicts.length}, ${equal} rules`,
    )
    expect(verdicts.flatMap(({ difference }) => difference ?? []).slice(0, 2)).toEqual([])
    expect(verdicts.length).toBeGreaterThan(100)
  }
})

test('what is computed is what the kernel takes', async ({ skip }) => {
  if (skipReason || !laboratory) return skip(skipReason ?? 'no laboratory')
  for (const { settings } of NATIVE_CASES) {
    await laboratory.loadNative(TABLES, '')
    const { text, ruleset } = computeNativeRedirection(settings, false)
    expect(await laboratory.loadJson(inOrder(text))).toBeNull()
    const { differences } = compareNative(parseNftRuleset((await laboratory.list()).text, null).tables, ruleset.tables)
    expect(differences).toEqual([])
  }
})

/** nft takes the name of a chain only behind the chain itself. */
function inOrder(text: string): string {
  const { nftables }: { nftables: Record<string, unknown>[] } = JSON.parse(text)
  const order = ['metainfo', 'table', 'chain', 'rule']
  const kindOf = (element: Record<string, unknown>) => order.indexOf(Object.keys(element)[0] ?? '')
  return JSON.stringify({ nftables: nftables.sort((a, b) => kindOf(a) - kindOf(b)) })
}
