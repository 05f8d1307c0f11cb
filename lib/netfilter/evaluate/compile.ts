import { notModelled, notReadable } from '@/lib/netfilter/match/answer'
import { basic } from '@/lib/netfilter/match/basic'
import type { Part } from '@/lib/netfilter/match/module'
import { MATCH_MODULES } from '@/lib/netfilter/match/modules'
import type { Rule, RuleOption } from '@/lib/netfilter/model'
import { printOption, UNREADABLE } from '@/lib/netfilter/parse/tokens'

/** A rule made ready: its parts in the order they stand, and its target's own options. */
export interface CompiledRule {
  parts: Part[]
  target: string | null
  goto: boolean
  targetOptions: RuleOption[]
}

const cache = new WeakMap<Rule, CompiledRule>()

/** Compiles a rule once. */
export function compileRule(rule: Rule): CompiledRule {
  let compiled = cache.get(rule)
  if (!compiled) {
    compiled = compile(rule)
    cache.set(rule, compiled)
  }
  return compiled
}

/** Options before the first -m are the rule's own, those behind `-m NAME` the match's, those behind -j or -g the target's. */
function compile(rule: Rule): CompiledRule {
  const parts: Part[] = []
  const targetOptions: RuleOption[] = []
  let module: string | null = null
  let options: RuleOption[] = []
  let inTarget = false
  const close = () => {
    if (module === null) parts.push(...basic.compile(options))
    else parts.push(...compileMatch(module, options))
    options = []
  }
  for (const option of rule.options) {
    if (option.name === UNREADABLE) parts.push({ text: printOption(option), test: () => notReadable(printOption(option)) })
    else if (option.name === '-m' || option.name === '--match') {
      close()
      module = option.values[0] ?? ''
      inTarget = false
    } else if (option.name === '-j' || option.name === '-g' || option.name === '--jump' || option.name === '--goto') inTarget = true
    else if (inTarget) targetOptions.push(option)
    else options.push(option)
  }
  close()
  return { parts, target: rule.target, goto: rule.goto, targetOptions }
}

function compileMatch(name: string, options: readonly RuleOption[]): Part[] {
  const module = MATCH_MODULES.get(name)
  if (module) return module.compile(options)
  const text = [`-m ${name}`, ...options.map(printOption)].join(' ')
  return [{ text, test: () => notModelled(`-m ${name}`) }]
}
