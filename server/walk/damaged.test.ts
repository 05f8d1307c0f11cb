import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { openRecording } from '@/lib/recording/open'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import { walkAt } from '@/server/walk/walks'

const { 'scenario.json': scenario, ...all } = unzipSync(new Uint8Array(readFileSync(resolve('recordings/nginx-nodeport.zip'))))
// What was seen at the beginning is enough, and of the requests only what was asked.
const whole = Object.fromEntries(Object.entries(all).filter(([entry]) => !/^(requests\/.+\/(before|after)|timeline)\//.test(entry)))

/** The walk of a request that is delivered, with another text in place of one dump. */
function walkWith(entry: string, text: string) {
  const opened = openRecording(
    zipSync({ ...whole, 'scenario.json': scenario ?? new Uint8Array(), [entry]: strToU8(text) }, { level: 0 }),
    'damaged.zip',
  )
  if (!opened.ok) throw new Error(opened.problem.message)
  const request = opened.value.requests.find(({ key }) => key.includes('by-name'))
  if (!request) throw new Error('no request')
  return walkAt(opened.value, questionOfRequest(request, 0))
}

const node = 'nodes/k3s-w2/iptables-save.txt'
const text = strFromU8(whole[node] ?? new Uint8Array())
const lines = text.split('\n')
const nat = lines.indexOf('*nat')

describe('a dump that lost something', () => {
  it('is whole to begin with', () => {
    expect(walkWith(node, text).verdict.kind).toBe('delivered')
    expect(nat).toBeGreaterThan(0)
  })

  it.each<[string, string, number]>([
    [
      'cut in the middle of a rule',
      lines
        .slice(0, nat + 40)
        .join('\n')
        .slice(0, -10),
      nat + 40,
    ],
    ['cut between two rules', `${lines.slice(0, nat + 40).join('\n')}\n`, nat + 40],
    ['garbage', '\u0000\u0001ELF\u0002'.repeat(50), 1],
    ['a message instead of rules', 'iptables-save: not found\n', 1],
    ['a line with NULs among the rules', [...lines.slice(0, nat + 30), '\u0000\u0000', ...lines.slice(nat + 30)].join('\n'), nat + 31],
  ])('%s: unknown, with the place', (_, damaged, line) => {
    const { verdict, steps } = walkWith(node, damaged)
    expect(verdict.kind).toBe('unknown')
    expect(verdict.reason).toContain(`rules of k3s-w2 may be lost: ${node} is damaged at line ${line}, column `)
    expect(steps.at(-1)?.evidence).toEqual([{ entry: node, at: 0, line }])
  })
})

it('chains that call each other in a circle end in an unknown', () => {
  const looped = text.replace('-A KUBE-SERVICES', '-A KUBE-SERVICES -j KUBE-SERVICES\n-A KUBE-SERVICES')
  expect(walkWith(node, looped).verdict).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('call each other in a circle') })
})

it('a table that no kernel has is not met', () => {
  expect(walkWith(node, `${text}*weather\n:PREROUTING DROP [0:0]\n-A PREROUTING -j DROP\nCOMMIT\n`).verdict.kind).toBe('delivered')
})

it('a packet that TPROXY gave to a socket is not forwarded', () => {
  const port = /^LISTEN +\S+ +\S+ +\*:(\d+)/m.exec(strFromU8(whole['nodes/k3s-w2/ss.txt'] ?? new Uint8Array()))?.[1] ?? ''
  const rule = `-A PREROUTING -p tcp -j TPROXY --on-port ${port} --on-ip 0.0.0.0 --tproxy-mark 0x0/0x0\n`
  const { verdict } = walkWith(node, text.replace('COMMIT\n', `${rule}COMMIT\n`))
  expect(verdict).toMatchObject({ kind: 'dropped', reason: expect.stringContaining(`to the socket on port ${port}`) })
})
