import type { RuleOption } from '@/lib/netfilter/model'
import { type Message, message } from './message'

/** Options that only name a match, belong to a target, or say what another one already says. */
const SILENT = new Set([
  '-A',
  '-m',
  '-j',
  '-g',
  '-p',
  '--comment',
  '--mode',
  '--reap',
  '--rsource',
  '--name',
  '--mask',
  '--hitcount',
  '--update',
])
const TARGET_OPTIONS = /^--(to-|set-|on-|tproxy-|reject-with|random|persistent|save-|restore-|nfmask|ctmask|zone|notrack|log-)/

/** Options that have words of their own; the value stands in {value}. */
const SPOKEN = new Map([
  ['-s', 'src'],
  ['-d', 'dst'],
  ['-i', 'in'],
  ['-o', 'out'],
  ['--dport', 'dport'],
  ['--dports', 'dport'],
  ['--sport', 'sport'],
  ['--sports', 'sport'],
  ['--dst-type', 'dstType'],
  ['--src-type', 'srcType'],
  ['--uid-owner', 'uid'],
  ['--gid-owner', 'gid'],
  ['--mark', 'mark'],
  ['--ctstate', 'ctstate'],
  ['--state', 'ctstate'],
  ['--probability', 'probability'],
  ['--seconds', 'seconds'],
])

/** The conditions of a rule in words, in the rule's own order; an option without words stands as it is printed. */
export function conditionsOf(options: readonly RuleOption[]): Message[] {
  const protocol = options.find(({ name }) => name === '-p')
  const ports = options.some(({ name }) => /^--[ds]ports?$/.test(name))
  const said: Message[] = []
  for (const { name, negated, values } of options) {
    if (SILENT.has(name) || TARGET_OPTIONS.test(name)) continue
    const spoken = SPOKEN.get(name)
    const value = values.join(' ')
    if (name === '--probability') said.push(message('if.probability', { percent: percentOf(value) }))
    else if (spoken === 'dport' || spoken === 'sport')
      said.push(message(negated ? `if.not.${spoken}` : `if.${spoken}`, { value, proto: (protocol?.values[0] ?? '').toUpperCase() }))
    else if (spoken) said.push(message(negated ? `if.not.${spoken}` : `if.${spoken}`, { value: plain(value) }))
    else said.push(message('if.other', { text: [negated ? '!' : '', name, ...values].filter(Boolean).join(' ') }))
  }
  if (protocol && !ports)
    said.unshift(message(protocol.negated ? 'if.not.proto' : 'if.proto', { value: protocol.values.join('').toUpperCase() }))
  return said
}

/** A single address is an address, not a network. */
const plain = (value: string) => value.replace(/\/(32|128)$/, '')

const percentOf = (value: string) => `${Number((Number(value) * 100).toFixed(1))} %`
