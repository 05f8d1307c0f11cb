/** Of the packets that ztunnel made itself. */
const OF_ZTUNNEL = '-m mark --mark 0x539/0xfff'
const NOT_OF_ZTUNNEL = '-m mark ! --mark 0x539/0xfff'
/** Connections of ztunnel's. */
const CONNECTION = '0x111/0xfff'
/** From where kubelet's probes come. */
const PROBES = '169.254.7.127/32'
const NOT_LOOPBACK = '! -d 127.0.0.1/32'

/** A table in which both built-in chains call Istio's own. */
function table(name: string, prerouting: readonly string[], output: readonly string[]): string {
  const own = [
    ['PREROUTING', 'ISTIO_PRERT', prerouting],
    ['OUTPUT', 'ISTIO_OUTPUT', output],
  ] as const
  return [
    `*${name}`,
    ...own.flatMap(([hook, chain]) => [`:${hook} ACCEPT [0:0]`, `:${chain} - [0:0]`]),
    ...own.map(([hook, chain]) => `-A ${hook} -j ${chain}`),
    ...own.flatMap(([, chain, rules]) => rules.map((rule) => `-A ${chain} ${rule}`)),
    'COMMIT\n',
  ].join('\n')
}

/** What ambient mode leaves in a pod (facts: marks 0x539/0xfff and 0x111, ports 15001, 15006, 15008 and 15053), as iptables-restore reads it. */
export const AMBIENT = [
  table('mangle', [`${OF_ZTUNNEL} -j CONNMARK --set-xmark ${CONNECTION}`], [`-m connmark --mark ${CONNECTION} -j CONNMARK --restore-mark`]),
  table(
    'nat',
    [
      `-s ${PROBES} -p tcp -m tcp -j ACCEPT`,
      `${NOT_LOOPBACK} -p tcp -m tcp ! --dport 15008 ${NOT_OF_ZTUNNEL} -j REDIRECT --to-ports 15006`,
    ],
    [
      `-d ${PROBES} -p tcp -m tcp -j ACCEPT`,
      `! -o lo -p udp ${NOT_OF_ZTUNNEL} -m udp --dport 53 -j REDIRECT --to-ports 15053`,
      `${NOT_LOOPBACK} -p tcp -m tcp --dport 53 ${NOT_OF_ZTUNNEL} -j REDIRECT --to-ports 15053`,
      `-p tcp -m mark --mark ${CONNECTION} -j ACCEPT`,
      `${NOT_LOOPBACK} -o lo -j ACCEPT`,
      `${NOT_LOOPBACK} -p tcp ${NOT_OF_ZTUNNEL} -j REDIRECT --to-ports 15001`,
    ],
  ),
].join('')
