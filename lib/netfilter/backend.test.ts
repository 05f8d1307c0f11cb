import { expect, test } from 'vitest'
import { chooseBackend } from '@/lib/netfilter/backend'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'

const rules = (text: string) => parseIptablesSave(text).ruleset
const SOME = rules('*nat\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT -j ACCEPT\nCOMMIT\n')
const NONE = rules('*nat\n:OUTPUT ACCEPT [0:0]\nCOMMIT\n')
const HINT = rules('*mangle\n:KUBE-IPTABLES-HINT - [0:0]\nCOMMIT\n')
const CANARY = rules('*mangle\n:KUBE-KUBELET-CANARY - [0:0]\nCOMMIT\n')

test.each([
  [HINT, SOME, { backend: 'nft', why: 'hint', both: false }],
  [SOME, HINT, { backend: 'legacy', why: 'hint', both: false }],
  [CANARY, null, { backend: 'nft', why: 'canary', both: false }],
  [SOME, null, { backend: 'nft', why: 'only-rules', both: false }],
  [NONE, SOME, { backend: 'legacy', why: 'only-rules', both: false }],
  [SOME, SOME, { backend: 'legacy', why: 'only-rules', both: true }],
  [NONE, NONE, { backend: 'nft', why: 'default', both: false }],
  [null, null, { backend: 'nft', why: 'default', both: false }],
])('backend %#', (nft, legacy, expected) => {
  expect(chooseBackend(nft, legacy)).toEqual(expected)
})
