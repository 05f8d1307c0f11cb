import fc from 'fast-check'
import type { HookName } from '@/lib/netfilter/model'
import type { Pools } from '@/oracle/kernel/generate/pools'
import { type Kind, rules } from '@/oracle/kernel/native/rules'

/** The tables of a generated rule set: two of each kind, so that priorities and the order of making matter. */
export const TABLES = [
  { family: 'ip', name: 'early', type: 'filter', priorities: [-310, -300, -150] },
  { family: 'inet', name: 'filters', type: 'filter', priorities: [-110, -90, 0, 50] },
  { family: 'ip', name: 'nat_a', type: 'nat', priorities: [-100, -90] },
  { family: 'inet', name: 'nat_b', type: 'nat', priorities: [-100, -101] },
  { family: 'inet', name: 'routes', type: 'route', priorities: [-150, 10] },
] as const

type Made = (typeof TABLES)[number]

const HOOKS: Readonly<Record<Made['type'], readonly HookName[]>> = {
  filter: ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'],
  nat: ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'],
  route: ['OUTPUT'],
}

/** Sets and maps that the rules ask. */
const SETS = `
  set addresses { type ipv4_addr; flags interval; elements = { 10.1.0.0/25, 10.9.9.9, 172.16.0.1-172.16.0.9, 192.0.2.64/26 }
  }
  set ports { type inet_service; flags interval; elements = { 80, 443, 8000-9000 }
  }
  set places { type ipv4_addr . inet_proto . inet_service; elements = { 10.1.0.1 . tcp . 80, 10.2.0.9 . udp . 53, 10.50.0.3 . tcp . 443 }
  }
  set ways { type ipv4_addr . ipv4_addr . inet_service; flags interval; elements = { 10.1.0.0/24 . 10.2.0.0/16 . 80, 192.0.2.10 . 0.0.0.0/0 . 22-443, 10.1.0.9-10.1.0.77 . 10.1.0.1 . 1024-65535 }
  }
  set seen { type ipv4_addr; size 100; flags dynamic,timeout; timeout 1m;
  }
  map verdicts { type inet_service : verdict; flags interval; elements = { 80 : jump C, 443 : accept, 8080-8100 : drop, 22 : goto C, 53 : continue }
  }
  map partings { type ipv4_addr . ipv4_addr . inet_service : verdict; flags interval; elements = { 10.0.0.0/8 . 10.1.0.0/16 . 80-443 : jump C, 192.0.2.0/24 . 10.1.0.1 . 22 : drop, 10.1.0.9 . 10.50.0.0/16 . 0-65535 : goto C }
  }
  map targets { type inet_service : ipv4_addr . inet_service; elements = { 80 : 10.50.0.3 . 8080, 443 : 10.1.0.2 . 8443, 22 : 10.2.0.9 . 2222 }
  }
  map marks { type ipv4_addr : mark; elements = { 10.1.0.9 : 0x1, 192.0.2.10 : 0x20, 10.1.0.1 : 0x4000 }
  }`

/** Whole rule sets as `nft -f` reads them. */
export function nativeRulesets(pools: Pools): fc.Arbitrary<string> {
  return fc
    .subarray([...TABLES], { minLength: 1 })
    .chain((tables) => fc.tuple(...tables.map((table) => tableText(table, pools))))
    .map((texts) => texts.join('\n'))
}

function tableText(table: Made, pools: Pools): fc.Arbitrary<string> {
  const { family, name, type } = table
  const own = (calls: readonly string[]): Kind => ({ family, hook: 'any', type, calls })
  const base = HOOKS[type].map((hook) =>
    fc
      .tuple(
        rules({ family, hook, type, calls: ['A', 'B', 'C'] }, pools),
        fc.constantFrom(...priorities(table, hook)),
        fc.constantFrom('accept', 'accept', 'accept', 'drop'),
      )
      .map(([lines, priority, policy]) =>
        chain(hook, [
          `type ${type} hook ${hook.toLowerCase()} priority ${priority}; policy ${type === 'nat' ? 'accept' : policy};`,
          ...lines,
        ]),
      ),
  )
  const chains = fc.tuple(rules(own(['B', 'C']), pools), rules(own(['C']), pools), rules(own([]), pools), ...base)
  return chains.map(
    ([a, b, c, ...hooked]) => `table ${family} ${name} {${SETS}\n${[chain('C', c), chain('B', b), chain('A', a), ...hooked].join('\n')}\n}`,
  )
}

/** Source translation stands behind the routing decision. */
function priorities({ type, priorities: known }: Made, hook: HookName): readonly number[] {
  return type === 'nat' && (hook === 'POSTROUTING' || hook === 'INPUT') ? [100, 99] : known
}

function chain(name: string, lines: readonly string[]): string {
  return `  chain ${name} {\n${lines.map((line) => `    ${line}\n`).join('')}  }`
}
