import { type Message, message } from '@/lib/explain/message'
import type { RuleOption } from '@/lib/netfilter/model'

/** Option of a target → the key of `say` that its value fills. The first that stands in the rule is said. */
const BY_OPTION: ReadonlyMap<string, readonly (readonly [option: string, key: string])[]> = new Map<
  string,
  readonly (readonly [string, string])[]
>([
  ['DNAT', [['--to-destination', 'DNAT']]],
  ['SNAT', [['--to-source', 'SNAT']]],
  ['NETMAP', [['--to', 'NETMAP']]],
  ['REDIRECT', [['--to-ports', 'REDIRECT']]],
  ['TPROXY', [['--on-port', 'TPROXY']]],
  ['MARK', markKeys('MARK')],
  ['CONNMARK', [...markKeys('CONNMARK'), ['--save-mark', 'CONNMARK_SAVE'], ['--restore-mark', 'CONNMARK_RESTORE']]],
  ['SECMARK', [['--selctx', 'SECMARK']]],
  [
    'CONNSECMARK',
    [
      ['--save', 'CONNSECMARK_SAVE'],
      ['--restore', 'CONNSECMARK_RESTORE'],
    ],
  ],
  ['LOG', [['--log-prefix', 'LOG_PREFIX']]],
  ['NFLOG', [['--nflog-group', 'NFLOG']]],
  ['ULOG', [['--ulog-nlgroup', 'NFLOG']]],
  [
    'SET',
    [
      ['--add-set', 'SET_ADD'],
      ['--del-set', 'SET_DEL'],
      ['--map-set', 'SET_MAP'],
    ],
  ],
  [
    'NFQUEUE',
    [
      ['--queue-num', 'NFQUEUE'],
      ['--queue-balance', 'NFQUEUE_BALANCE'],
    ],
  ],
  [
    'TCPMSS',
    [
      ['--set-mss', 'TCPMSS'],
      ['--clamp-mss-to-pmtu', 'TCPMSS_CLAMP'],
    ],
  ],
  [
    'TOS',
    [
      ['--set-tos', 'TOS'],
      ['--and-tos', 'TOS_AND'],
      ['--or-tos', 'TOS_OR'],
      ['--xor-tos', 'TOS_XOR'],
    ],
  ],
  [
    'DSCP',
    [
      ['--set-dscp', 'DSCP'],
      ['--set-dscp-class', 'DSCP'],
    ],
  ],
  [
    'TTL',
    [
      ['--ttl-set', 'TTL_SET'],
      ['--ttl-dec', 'TTL_DEC'],
      ['--ttl-inc', 'TTL_INC'],
    ],
  ],
  [
    'HL',
    [
      ['--hl-set', 'TTL_SET'],
      ['--hl-dec', 'TTL_DEC'],
      ['--hl-inc', 'TTL_INC'],
    ],
  ],
  ['CLASSIFY', [['--set-class', 'CLASSIFY']]],
  ['TEE', [['--gateway', 'TEE']]],
  ['RATEEST', [['--rateest-name', 'RATEEST']]],
  ['LED', [['--led-trigger-id', 'LED']]],
  ['IDLETIMER', [['--label', 'IDLETIMER']]],
  ['TCPOPTSTRIP', [['--strip-options', 'TCPOPTSTRIP']]],
])

/** What is said of a target where none of its options above stands in the rule. */
const BARE: ReadonlyMap<string, string> = new Map([
  ...['ACCEPT', 'DROP', 'MASQUERADE', 'NOTRACK', 'TRACE', 'LOG', 'AUDIT', 'CHECKSUM', 'SYNPROXY', 'ECN'].map((name): [string, string] => [
    name,
    name,
  ]),
  ['REDIRECT', 'REDIRECT_SAME'],
  ['NFLOG', 'NFLOG_DEFAULT'],
  ['ULOG', 'NFLOG_DEFAULT'],
  ['NFQUEUE', 'NFQUEUE_DEFAULT'],
])

/** Options that take no value: their message has none either. */
const WITHOUT_VALUE = new Set(['--save', '--restore', '--clamp-mss-to-pmtu'])

const FULL_MASK = /^0xf{8}$/i

function markKeys(target: string): [string, string][] {
  return [
    ['--set-xmark', target],
    ['--set-mark', target],
    ['--or-mark', `${target}_OR`],
    ['--and-mark', `${target}_AND`],
    ['--xor-mark', `${target}_XOR`],
  ]
}

/** What a target of iptables (no chain) does, as a message of the namespace `rules`; one without words of its own is named. `options`: all of the rule's. */
export function sayTarget(target: string, chain: string, options: readonly RuleOption[]): Message {
  const own = options.slice(options.findIndex(({ name }) => name === '-j') + 1)
  const read = (name: string) => own.find((option) => option.name === name)?.values.join(' ') ?? ''
  if (target === 'RETURN') return message('say.RETURN', { chain })
  if (target === 'REJECT') return message('say.REJECT', { answer: read('--reject-with') || 'icmp-port-unreachable' })
  if (target === 'CT') return conntrack(own)
  for (const [option, key] of BY_OPTION.get(target) ?? []) {
    const found = own.find(({ name }) => name === option)
    if (!found) continue
    if (key.startsWith('CONNMARK_') && found.values.length === 0) return copied(key, read)
    const value = found.values.join(' ').trim()
    if (value !== '') return message(`say.${key}`, { value })
    if (WITHOUT_VALUE.has(option)) return message(`say.${key}`)
  }
  const bare = BARE.get(target)
  return bare === undefined ? message('say.target', { target }) : message(`say.${bare}`)
}

/** Packet's mark to the connection or back; masks that take part of it are said. */
function copied(key: string, read: (name: string) => string): Message {
  const both = read('--mask')
  const nfmask = read('--nfmask') || both
  const ctmask = read('--ctmask') || both
  const whole = [nfmask, ctmask].every((mask) => mask === '' || FULL_MASK.test(mask))
  return whole ? message(`say.${key}`) : message(`say.${key}_BITS`, { nfmask: nfmask || '0xffffffff', ctmask: ctmask || '0xffffffff' })
}

function conntrack(own: readonly RuleOption[]): Message {
  if (own.some(({ name }) => name === '--notrack')) return message('say.NOTRACK')
  const settings = own.map(({ name, values }) => [name.replace(/^-+/, ''), ...values].join(' ')).join(', ')
  return settings === '' ? message('say.target', { target: 'CT' }) : message('say.CT', { settings })
}
