import type { ChainBase, HookName } from '@/lib/netfilter/model'
import { field, type Json, listOf, numberField, textField } from '@/lib/netfilter/nft/json'
import type { ChainHook, NftTable } from '@/lib/netfilter/nft/model'
import { type Element, readElement, splitElements } from '@/lib/netfilter/nft/parse/elements'
import { NativeTable } from '@/lib/netfilter/nft/parse/native-table'
import type { RuleTexts } from '@/lib/netfilter/nft/parse/rule-texts'
import { MAX_DUMP_CHARS, MAX_RULES } from '@/lib/netfilter/parse/limits'

/** What `nft -j list ruleset` says: every table in the order of its making, those that iptables-nft made too. */
export interface NftRuleset {
  tables: readonly NftTable[]
  /** Whether these words of JSON stand anywhere; cheaper than to read the rules. */
  mentions(words: RegExp): boolean
}

const HOOKS: ReadonlyMap<string, HookName> = new Map([
  ['prerouting', 'PREROUTING'],
  ['input', 'INPUT'],
  ['forward', 'FORWARD'],
  ['output', 'OUTPUT'],
  ['postrouting', 'POSTROUTING'],
])
const TYPES = ['filter', 'nat', 'route'] as const

/**
 * Reads what `nft -j list ruleset` prints; `texts` gives the rules' own text where nft printed that too. Only tables and base chains are parsed at once;
 * the rules and sets of a table when it is first asked for. Throws a message for a person when the text is something else, ends too soon, or is too large.
 */
export function parseNftRuleset(text: string, texts: RuleTexts | null): NftRuleset {
  if (text.length > MAX_DUMP_CHARS)
    throw new Error(`the rule set has ${text.length} characters, more than the ${MAX_DUMP_CHARS} that are read`)
  const elements = splitElements(text)
  if (elements.length > MAX_RULES) throw new Error(`more than ${MAX_RULES} elements`)
  const tables = new Map<string, NativeTable>()
  const hooked: { body: Json | undefined; hook: ChainHook }[] = []
  for (const element of elements) {
    if (element.kind === 'table') {
      const body = field(readElement(element), 'table')
      const [family, name] = [textField(body, 'family'), textField(body, 'name')]
      if (family === null || name === null) continue
      const dormant = listOf(field(body, 'flags')).includes('dormant')
      tables.set(`${family} ${name}`, new NativeTable({ family, name, dormant }, elements, texts))
    } else if (element.kind === 'chain' && element.text.includes('"hook"')) {
      const body = field(readElement(element), 'chain')
      hooked.push({ body, hook: hookOf(body, element) })
    }
  }
  for (const { body, hook } of hooked) {
    const name = textField(body, 'name')
    if (name !== null) tables.get(`${textField(body, 'family')} ${textField(body, 'table')}`)?.hooks.set(name, hook)
  }
  return { tables: [...tables.values()], mentions: (words) => words.test(text) }
}

function hookOf(body: Json | undefined, { index }: Element): ChainHook {
  const hook = textField(body, 'hook')
  const [at, priority] = [hook === null ? undefined : HOOKS.get(hook), numberField(body, 'prio')]
  const type = TYPES.find((known) => known === textField(body, 'type')) ?? 'filter'
  const base: ChainBase | null = at && priority !== null ? { hook: at, priority, type, order: index } : null
  return { base, elsewhere: hook !== null && !base, drops: textField(body, 'policy') === 'drop' }
}
