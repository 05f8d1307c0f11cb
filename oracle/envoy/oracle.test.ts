import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { BREAKERS_UNDER_LOAD } from '@/oracle/envoy/families/breakers-under-load'
import { FILTER_CHAINS } from '@/oracle/envoy/families/filter-chains'
import { HBONE } from '@/oracle/envoy/families/hbone'
import { HTTP_FILTERS } from '@/oracle/envoy/families/http-filters'
import { HTTP_ROUTES } from '@/oracle/envoy/families/http-routes'
import { INTERNAL_LISTENERS } from '@/oracle/envoy/families/internal-listeners'
import { LEARNED_HEALTH } from '@/oracle/envoy/families/learned-health'
import { LOAD_BALANCING } from '@/oracle/envoy/families/load-balancing'
import { MATCHER_TREES } from '@/oracle/envoy/families/matcher-trees'
import { ORIGINAL_DESTINATIONS } from '@/oracle/envoy/families/original-destinations'
import { ROUTE_SOURCES } from '@/oracle/envoy/families/route-sources'
import { RUNTIME_LAYERS } from '@/oracle/envoy/families/runtime-layers'
import { SERVER_NAMES } from '@/oracle/envoy/families/server-names'
import { TUNNELS } from '@/oracle/envoy/families/tunnels'
import { UPSTREAMS } from '@/oracle/envoy/families/upstreams'
import { judgeFamily } from '@/oracle/envoy/judge-family'
import { startNameServer } from '@/oracle/envoy/name-server'
import { REFUSED_CERTIFICATE } from '@/oracle/envoy/run-batch'
import type { Family } from '@/oracle/envoy/scenario'
import { startUpstreams } from '@/oracle/envoy/upstreams'

/** HOPSCOPE_ORACLE_SEED draws other configurations; HOPSCOPE_ORACLE_TIMES more of them. */
const SEED = Number(process.env.HOPSCOPE_ORACLE_SEED ?? 20_260)
const TIMES = Number(process.env.HOPSCOPE_ORACLE_TIMES ?? 1)

const envoy = inject('envoy')
let stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  stops = [await startUpstreams(), await startNameServer()]
})
afterAll(() => Promise.all(stops.map((stop) => stop())))

/** `provoked`: what has to have kept a host out, or ended a connection to it, in some of them. */
function judge<T>(family: Family<T>, configurations: number, provoked: string[] = []): void {
  test(family.name, async ({ skip }) => {
    const { file } = envoy
    if (file === undefined) return skip(envoy.why ?? 'no Envoy')
    const count = await judgeFamily(file, family, SEED, configurations * TIMES)
    console.log(
      `${family.name}: ${count.configurations} configurations, ${count.requests} requests, 0 disagreements, ${count.unknown} probes partly unknown`,
    )
    expect([...count.failed]).toEqual(expect.arrayContaining(provoked))
    expect(count.requests).toBeGreaterThanOrEqual(10 * count.configurations)
  })
}

describe('a real Envoy does what lib/envoy says', () => {
  judge(HTTP_ROUTES, 100)
  judge(HTTP_FILTERS, 75)
  judge(LOAD_BALANCING, 100)
  judge(FILTER_CHAINS, 75)
  judge(LEARNED_HEALTH, 75, ['failed active health check', 'ejected by outlier detection'])
  judge(MATCHER_TREES, 50)
  judge(ORIGINAL_DESTINATIONS, 50)
  judge(ROUTE_SOURCES, 50)
  judge(UPSTREAMS, 75)
  judge(SERVER_NAMES, 25, [REFUSED_CERTIFICATE])
  judge(RUNTIME_LAYERS, 20)
  judge(TUNNELS, 50)
  judge(INTERNAL_LISTENERS, 50)
  judge(HBONE, 25)
  judge(BREAKERS_UNDER_LOAD, 30)
})
