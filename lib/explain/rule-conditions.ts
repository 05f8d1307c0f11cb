import { MATCH_ALONE, MATCH_WORDS } from '@/lib/explain/match-words'
import { type Message, message } from '@/lib/explain/message'
import type { RuleOption } from '@/lib/netfilter/model'
import { UNREADABLE } from '@/lib/netfilter/parse/tokens'

/** What `-m recent` does with its list; its other options only narrow that. */
const RECENT = new Set(['--set', '--rcheck', '--update', '--remove'])

/** One `-m NAME` with its options; name '': those that need no match. */
interface Match {
  name: string
  options: RuleOption[]
}

/** The conditions of a rule in words, in the rule's own order; a match without words is named, never left out. */
export function conditionsOf(options: readonly RuleOption[]): Message[] {
  const matches = matchesOf(options)
  const protocol = options.find(({ name }) => name === '-p')
  const proto = (protocol?.values[0] ?? '').toUpperCase()
  const ports = matches.some((match) => match.options.some(({ name }) => /^--([ds]?ports?)$/.test(name)))
  const said = matches.flatMap((match) => sayMatch(match, proto))
  if (protocol && (protocol.negated || !ports)) said.unshift(condition(protocol.negated, 'proto', { value: proto }))
  return said
}

/** The options up to the target, by the match that they stand behind. */
function matchesOf(options: readonly RuleOption[]): Match[] {
  const general: Match = { name: '', options: [] }
  const matches = [general]
  for (const option of options) {
    if (option.name === '-j' || option.name === '-g') break
    if (option.name === '-m') matches.push({ name: option.values[0] ?? '', options: [] })
    else (MATCH_WORDS.get('')?.has(option.name) ? general : (matches.at(-1) ?? general)).options.push(option)
  }
  return matches
}

function sayMatch({ name: match, options }: Match, proto: string): Message[] {
  const words = MATCH_WORDS.get(match)
  const alone = MATCH_ALONE.get(match)
  const said: Message[] = alone
    ? [
        condition(
          options.some(({ name }) => name === '--invert'),
          alone,
          {},
        ),
      ]
    : []
  // `! --rcheck --seconds 60` turns both round together: not in the list, or not within 60 s.
  const listNegated = match === 'recent' && options.some(({ name, negated }) => negated && RECENT.has(name))
  let strange = match !== '' && !words
  for (const option of options) {
    const key = words?.get(option.name)
    if (option.name === UNREADABLE) said.push(message('if.other', { text: option.values.join(' ') }))
    else if (key === undefined) strange = true
    else if (key !== null)
      said.push(condition(option.negated || (listNegated && !RECENT.has(option.name)), key, valuesOf(option, options, proto)))
  }
  return strange ? [...said, message('if.match', { match: match || '-' })] : said
}

const condition = (negated: boolean, key: string, values: Message['values']): Message =>
  message(negated ? `if.not.${key}` : `if.${key}`, values)

/** What fills the words of an option, with what other options of its match add. */
function valuesOf({ name, values }: RuleOption, options: readonly RuleOption[], proto: string): Message['values'] {
  const value = values.join(' ')
  const other = (wanted: string) => options.find((option) => option.name === wanted)?.values[0] ?? ''
  switch (name) {
    case '--probability':
      return { percent: percentOf(value) }
    case '--dport':
    case '--dports':
    case '--sport':
    case '--sports':
    case '--ports':
      return { value, proto }
    case '--tcp-flags':
      return { value: values[1] ?? '', mask: values[0] ?? '' }
    case '--match-set':
      return { value: values[0] ?? '', by: values.slice(1).join(' ') }
    case '--every':
      return { value, packet: other('--packet') || '0' }
    case '--set':
    case '--rcheck':
    case '--update':
    case '--remove':
      return { value: other('--name') || 'DEFAULT', side: options.some((option) => option.name === '--rdest') ? 'destination' : 'source' }
    default:
      return values.length === 0 ? {} : { value: plain(value) }
  }
}

/** A single address is an address, not a network. */
const plain = (value: string) => value.replace(/\/(32|128)$/, '')

const percentOf = (value: string) => `${Number((Number(value) * 100).toFixed(1))} %`
