import fc from 'fast-check'
import type { HookName } from '@/lib/netfilter/model'
import { type Kind, rules } from '@/oracle/kernel/native/rules'
import type { Words } from '@/oracle/kernel/native/words'

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
const sets = ({ type, own, own2, near, other, far, outside, ...words }: Words) => `
  set addresses { type ${type}; flags interval; elements = { ${words.half}, ${other}, ${words.podRange}, ${words.outsideNet} }
  }
  set ports { type inet_service; flags interval; elements = { 80, 443, 8000-9000 }
  }
  set places { type ${type} . inet_proto . inet_service; elements = { ${own} . tcp . 80, ${other} . udp . 53, ${far} . tcp . 443 }
  }
  set ways { type ${type} . ${type} . inet_service; flags interval; elements = { ${words.nearNet} . ${words.otherNet} . 80, ${outside} . ${words.all} . 22-443, ${words.nearRange} . ${own} . 1024-65535 }
  }
  set seen { type ${type}; size 100; flags dynamic,timeout; timeout 1m;
  }
  map verdicts { type inet_service : verdict; flags interval; elements = { 80 : jump C, 443 : accept, 8080-8100 : drop, 22 : goto C, 53 : continue }
  }
  map partings { type ${type} . ${type} . inet_service : verdict; flags interval; elements = { ${words.most} . ${words.nearNet} . 80-443 : jump C, ${words.outsideNet} . ${own} . 22 : drop, ${near} . ${words.farNet} . 0-65535 : goto C }
  }
  map targets { type inet_service : ${type} . inet_service; elements = { 80 : ${far} . 8080, 443 : ${own2} . 8443, 22 : ${other} . 2222 }
  }
  map marks { type ${type} : mark; elements = { ${near} : 0x1, ${outside} : 0x20, ${own} : 0x4000 }
  }`

/** Whole rule sets as `nft -f` reads them. */
export function nativeRulesets(words: Words): fc.Arbitrary<string> {
  return fc
    .subarray([...TABLES], { minLength: 1 })
    .chain((tables) => fc.tuple(...tables.map((table) => tableText(table, words))))
    .map((texts) => texts.join('\n'))
}

function tableText(table: Made, words: Words): fc.Arbitrary<string> {
  const { name, type } = table
  const family = table.family === 'ip' ? words.header : table.family
  const own = (calls: readonly string[]): Kind => ({ family, hook: 'any', type, calls })
  const base = HOOKS[type].map((hook) =>
    fc
      .tuple(
        rules({ family, hook, type, calls: ['A', 'B', 'C'] }, words),
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
  const chains = fc.tuple(rules(own(['B', 'C']), words), rules(own(['C']), words), rules(own([]), words), ...base)
  return chains.map(
    ([a, b, c, ...hooked]) =>
      `table ${family} ${name} {${sets(words)}\n${[chain('C', c), chain('B', b), chain('A', a), ...hooked].join('\n')}\n}`,
  )
}

/** Source translation stands behind the routing decision. */
function priorities({ type, priorities: known }: Made, hook: HookName): readonly number[] {
  return type === 'nat' && (hook === 'POSTROUTING' || hook === 'INPUT') ? [100, 99] : known
}

function chain(name: string, lines: readonly string[]): string {
  return `  chain ${name} {\n${lines.map((line) => `    ${line}\n`).join('')}  }`
}
