import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createTranslator } from 'next-intl'
import { describe, expect, it } from 'vitest'
import type { Step, Walk } from '@/lib/api/step'
import { commandsFor, quote } from '@/lib/explain/commands'
import type { Message } from '@/lib/explain/message'
import { explainStep } from '@/lib/explain/step'
import { explainWalk } from '@/lib/explain/walk'
import { buildMesh } from '@/lib/mesh/build'
import { factsOfRecording } from '@/lib/mesh/facts-of-recording'
import { openRecording } from '@/lib/recording/open'
import { questionOfRequest } from '@/lib/recording/recorded-request'
import { walk } from '@/lib/walk/walk'

const folder = ['../shared/recordings', 'recordings'].find(existsSync) ?? 'recordings'

function stepsOf(steps: Step[]): Step[] {
  return steps.flatMap((step) => [step, ...(step.branches ?? []).flatMap((branch) => stepsOf(branch.steps))])
}

function walks(zip: string): Walk[] {
  const opened = openRecording(new Uint8Array(readFileSync(`${folder}/${zip}`)), zip)
  if (!opened.ok) throw new Error(opened.problem.message)
  const recording = opened.value
  return recording.requests.map(({ sent }) =>
    walk(buildMesh(recording.snapshotAt(sent.at), factsOfRecording(recording)), questionOfRequest({ sent })),
  )
}

describe.each(['en', 'ko'])('messages in %s', (locale) => {
  const messages = { explain: JSON.parse(readFileSync(`messages/${locale}/explain.json`, 'utf8')) }
  const errors: string[] = []
  const t = createTranslator({ locale, messages, namespace: 'explain', onError: (error) => errors.push(error.message) })
  const say = ({ key, values }: Message) => t.markup(key, { ...values, b: (c) => c, c: (c) => c, h: (c) => c })

  it.each(readdirSync(folder).filter((file) => file.endsWith('.zip')))('say every step of %s', (zip) => {
    let said = 0
    for (const answer of walks(zip)) {
      expect(say(explainWalk(answer.verdict, answer.steps, null))).not.toBe('')
      for (const step of stepsOf(answer.steps)) {
        const { title, sentence } = explainStep(step)
        for (const message of [title, ...sentence]) {
          expect(say(message)).not.toBe('')
          said += 1
        }
      }
    }
    expect(errors).toEqual([])
    expect(said).toBeGreaterThan(0)
  })
})

describe('commands', () => {
  it('quotes what a shell would read', () => {
    expect(quote('outbound|80||a.b')).toBe("'outbound|80||a.b'")
    expect(quote("it's")).toBe("'it'\\''s'")
    expect(quote('KUBE-SEP-X')).toBe('KUBE-SEP-X')
  })

  it('asks a node directly and a pod by a debug container', () => {
    const rule: Step = { kind: 'rule', netns: 'n1', node: 'n1', table: 'nat', chain: 'KUBE-X', evidence: [] }
    expect(commandsFor(rule)[0]).toEqual({ where: 'n1', command: 'iptables -t nat -nvL KUBE-X --line-numbers' })
    const six = { src: 'fd00::9', dst: 'fd00::1', sport: null, dport: 80, proto: 'tcp' as const, mark: 0, ctstate: 'NEW' }
    expect(commandsFor({ ...rule, op: 'DNAT', packet: { before: six, after: six } }).map(({ command }) => command)).toEqual([
      'ip6tables -t nat -nvL KUBE-X --line-numbers',
      'conntrack -L -f ipv6 -p tcp -d fd00::1 --orig-port-dst 80',
    ])
    expect(commandsFor({ ...rule, netns: 'default.web' })[0]?.command).toContain('kubectl debug -it -n default web')
  })

  it('asks istioctl for the same resource', () => {
    const cluster: Step = { kind: 'cluster', proxy: 'web.default', cluster: 'outbound|80|v1|a.b.svc', evidence: [] }
    expect(commandsFor(cluster)[0]?.command).toBe('istioctl proxy-config cluster web -n default --fqdn a.b.svc -o json')
  })
})
