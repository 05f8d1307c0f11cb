import { absent, compare, notKnown, notModelled, notReadable, YES } from '@/lib/netfilter/match/answer'
import type { MatchModule, Part } from '@/lib/netfilter/match/module'
import { inRanges, MAX_ID, parseRange } from '@/lib/netfilter/match/range'
import type { RuleOption } from '@/lib/netfilter/model'
import { printOption } from '@/lib/netfilter/parse/tokens'

/** `-m owner`: ids, or ranges of ids, of the socket that sends. A packet without a socket matches only negated parts, as xt_owner does. */
export const owner: MatchModule = {
  compile: (options) =>
    options
      .filter((option) => option.name !== '--suppl-groups')
      .map((option) =>
        compileOption(
          option,
          options.some(({ name }) => name === '--suppl-groups'),
        ),
      ),
}

function compileOption(option: RuleOption, groups: boolean): Part {
  const text = printOption(option)
  const value = option.values[0] ?? ''
  if (option.name === '--socket-exists') {
    return {
      text,
      test: ({ context }) =>
        context.owner ? compare(true, option.negated, 'socket', 'there', text) : absent(option.negated, 'socket', text),
    }
  }
  const field = option.name === '--uid-owner' ? 'uid' : option.name === '--gid-owner' ? 'gid' : null
  if (!field) return { text, test: () => notModelled(text) }
  const range = parseRange(value, '-', MAX_ID)
  if (!range) return { text, test: () => notReadable(text) }
  return {
    text,
    test: ({ context }) => {
      if (!context.owner) return absent(option.negated, 'owner', value)
      const id = context.owner[field]
      if (id === null) return notKnown(field)
      const holds = inRanges([range], id)
      if (groups && field === 'gid' && !holds) return notKnown('gid')
      return holds && !option.negated ? YES : compare(holds, option.negated, field, String(id), value)
    },
  }
}
