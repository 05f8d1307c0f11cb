import fc from 'fast-check'
import { comesIn, goesOut, isTcp, isV4, type Kind, negatable } from '@/oracle/kernel/generate/part'
import { ADDRESS_SETS } from '@/oracle/kernel/laboratory/kept-beside'

const plain = (text: string) => fc.constant(text)

/** Matches whose answer lies in a state that no dump shows, or that the evaluator does not model: it must say so, and allow what the kernel does. */
export const HIDDEN: readonly Kind[] = [
  {
    name: 'nth',
    weight: 2,
    text: () => fc.constantFrom('3 --packet 1', '1 --packet 0', '2 --packet 0').map((text) => `-m statistic --mode nth --every ${text}`),
  },
  {
    name: 'set',
    weight: 2,
    text: () =>
      fc
        .tuple(fc.boolean(), fc.constantFrom(...ADDRESS_SETS), fc.constantFrom('src', 'dst'))
        .map(([positive, name, side]) => `-m set ${positive ? '' : '! '}--match-set ${name} ${side}`),
    at: isV4,
  },
  { name: 'limit', weight: 2, text: () => plain('-m limit --limit 5/min --limit-burst 2') },
  {
    name: 'hashlimit',
    weight: 1,
    text: () => plain('-m hashlimit --hashlimit-upto 1/sec --hashlimit-burst 2 --hashlimit-mode srcip --hashlimit-name oracle'),
  },
  {
    name: 'recent',
    weight: 2,
    text: () =>
      fc
        .constantFrom('--rcheck --seconds 60', '--update --seconds 60 --hitcount 2', '! --rcheck')
        .map((text) => `-m recent ${text} --name s1 --rsource`),
  },
  {
    name: 'length',
    weight: 1,
    text: () => negatable('--length', fc.constantFrom('0:60', '20', '1500:65535')).map((text) => `-m length ${text}`),
  },
  { name: 'ttl', weight: 1, text: (place) => plain(isV4(place) ? '-m ttl --ttl-eq 64' : '-m hl --hl-eq 64') },
  { name: 'dscp', weight: 1, text: () => fc.constantFrom('-m dscp --dscp 0x00', '-m dscp ! --dscp 0x0a', '-m tos --tos 0x10/0x3f') },
  { name: 'u32', weight: 1, text: () => plain('-m u32 --u32 "0x0&0xf0000000=0x40000000"') },
  { name: 'string', weight: 1, text: () => plain('-m string --string "abc" --algo bm --to 65535') },
  { name: 'bpf', weight: 1, text: () => plain('-m bpf --bytecode "1,6 0 0 1"') },
  {
    name: 'mac',
    weight: 1,
    at: ({ hook }) => hook === 'PREROUTING' || hook === 'INPUT' || hook === 'FORWARD',
    text: () => plain('-m mac --mac-source 02:00:00:00:01:00'),
  },
  {
    name: 'connlimit',
    weight: 1,
    text: () =>
      fc.constantFrom(
        '-m connlimit --connlimit-upto 1 --connlimit-mask 32 --connlimit-saddr',
        '-m connlimit --connlimit-above 0 --connlimit-mask 0 --connlimit-saddr',
      ),
  },
  { name: 'connbytes', weight: 1, text: () => plain('-m connbytes --connbytes 1 --connbytes-mode packets --connbytes-dir both') },
  { name: 'quota', weight: 1, text: () => plain('-m quota --quota 100') },
  { name: 'time', weight: 1, text: () => plain('-m time --timestart 00:00:00 --timestop 12:00:00') },
  { name: 'cpu', weight: 1, text: () => plain('-m cpu --cpu 0') },
  { name: 'devgroup', weight: 1, at: comesIn, text: () => plain('-m devgroup --src-group 0x0') },
  { name: 'helper', weight: 1, text: () => plain('-m helper --helper "ftp"') },
  {
    name: 'realm',
    weight: 1,
    at: (place) => isV4(place) && (place.hook === 'INPUT' || goesOut(place)),
    text: () => plain('-m realm --realm 0x0'),
  },
  { name: 'policy', weight: 1, at: comesIn, text: () => plain('-m policy --dir in --pol none') },
  { name: 'tcpmss', weight: 1, at: isTcp, text: () => plain('-m tcpmss --mss 0:500') },
  { name: 'ecn', weight: 1, at: isTcp, text: () => plain('-m ecn ! --ecn-tcp-cwr') },
  { name: 'tcp-option', weight: 1, at: isTcp, text: () => plain('-m tcp --tcp-option 5') },
]
