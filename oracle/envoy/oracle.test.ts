import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { FILTER_CHAINS } from '@/oracle/envoy/families/filter-chains'
import { HTTP_FILTERS } from '@/oracle/envoy/families/http-filters'
import { HTTP_ROUTES } from '@/oracle/envoy/families/http-routes'
import { LOAD_BALANCING } from '@/oracle/envoy/families/load-balancing'
import { MATCHER_TREES } from '@/oracle/envoy/families/matcher-trees'
import { ORIGINAL_DESTINATIONS } from '@/oracle/envoy/families/original-destinations'
import { ROUTE_SOURCES } from '@/oracle/envoy/families/route-sources'
import { UPSTREAMS } from '@/oracle/envoy/families/upstreams'
import { judgeFamily } from '@/oracle/envoy/judge-family'
import type { Family } from '@/oracle/envoy/scenario'
import { startUpstreams } from '@/oracle/envoy/upstreams'

/** HOPSCOPE_ORACLE_SEED draws other configurations; HOPSCOPE_ORACLE_TIMES more of them. */
const SEED = Number(process.env.HOPSCOPE_ORACLE_SEED ?? 20_260)
const TIMES = Number(process.env.HOPSCOPE_ORACLE_TIMES ?? 1)

const envoy = inject('envoy')
let stopUpstreams: (() => Promise<void>) | null = null

beforeAll(async () => {
  stopUpstreams = await startUpstreams()
})
afterAll(() => stopUpstreams?.())

function judge<T>(family: Family<T>, configurations: number): void {
  test(family.name, async ({ skip }) => {
    const { file } = envoy
    if (file === undefined) return skip(envoy.why ?? 'no Envoy')
    const count = await judgeFamily(file, family, SEED, configurations * TIMES)
    console.log(
      `${family.name}: ${count.configurations} configurations, ${count.requests} requests, 0 disagreements, ${count.unknown} probes partly unknown`,
    )
    expect(count.requests).toBeGreaterThanOrEqual(10 * count.configurations)
  })
}

describe('a real Envoy does what lib/envoy says', () => {
  judge(HTTP_ROUTES, 100)
  judge(HTTP_FILTERS, 75)
  judge(LOAD_BALANCING, 100)
  judge(FILTER_CHAINS, 75)
  judge(MATCHER_TREES, 50)
  judge(ORIGINAL_DESTINATIONS, 50)
  judge(ROUTE_SOURCES, 50)
  judge(UPSTREAMS, 75)
})
