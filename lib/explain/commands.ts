import type { Step } from '@/lib/api/step'
import { podOfNetns, podOfProxy } from '@/lib/explain/names'
import { commandOf } from '@/lib/path/rule-text'

/** A command that shows the same thing, and where it is typed: a node's or client's name, or null for wherever kubectl works. */
export type Command = { where: string | null; command: string }

/** One word of a POSIX shell; anything but the plainest characters stands in single quotes. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}

const line = (...words: string[]) => words.join(' ')

/** In a pod's network namespace a debug container runs the command, on a node a shell. */
function inNetns(step: Step, command: string): Command {
  const pod = step.netns !== undefined && step.netns !== step.node ? podOfNetns(step.netns) : null
  if (!pod || step.node === undefined) return { where: step.netns ?? null, command }
  return {
    where: null,
    command: line(
      'kubectl debug -it',
      '-n',
      quote(pod.namespace),
      quote(pod.pod),
      '--profile=netadmin --image=nicolaka/netshoot --',
      command,
    ),
  }
}

const isIPv6 = (step: Step): boolean => step.packet?.before.dst.includes(':') === true

/** The tool for the rules that the step's packet meets. */
const iptables = (step: Step): string => (isIPv6(step) ? 'ip6tables' : 'iptables')

const conntrack = (step: Step, ...asked: string[]): string => line('conntrack -L', ...(isIPv6(step) ? ['-f ipv6'] : []), ...asked)

function rule(step: Step): Command[] {
  const { table = 'filter', chain = '', family } = step
  const list = family
    ? line('nft -a list chain', quote(family), quote(table), quote(chain))
    : line(iptables(step), '-t', quote(table), '-nvL', quote(chain), '--line-numbers')
  const packet = step.packet?.before
  const found = [inNetns(step, list)]
  if (step.op && step.op !== 'MARK' && packet)
    found.push(inNetns(step, conntrack(step, '-p', packet.proto, '-d', packet.dst, '--orig-port-dst', String(packet.dport))))
  return found
}

const port = (text: string | undefined) => /(?:^|[:_|.])(\d{1,5})(?:$|[|_])/.exec(text ?? '')?.[1]

/** FQDN of an outbound or inbound cluster name; other clusters are asked for by their whole name. */
const fqdn = (cluster: string) => cluster.split('|')[3] || cluster

function envoy(step: Step): Command[] {
  const pod = step.proxy ? podOfProxy(step.proxy) : null
  const found: Command[] = []
  if (pod) {
    const target = `${quote(pod.pod)} -n ${quote(pod.namespace)}`
    const pc = (kind: string, option: string) =>
      found.push({ where: null, command: line('istioctl proxy-config', kind, target, ...(option === '' ? [] : [option]), '-o json') })
    if (step.kind === 'listener' || step.kind === 'filterChain' || step.kind === 'filter')
      pc('listener', port(step.listener) ? `--port ${port(step.listener)}` : '')
    if (step.kind === 'route') pc('route', step.routeConfig ? `--name ${quote(step.routeConfig)}` : '')
    if (step.kind === 'cluster') pc('cluster', step.cluster ? `--fqdn ${quote(fqdn(step.cluster))}` : '')
    if (step.kind === 'endpoint')
      pc(
        'endpoint',
        step.cluster ? `--cluster ${quote(step.cluster)}` : step.endpoint ? `--address ${quote(step.endpoint.split(':')[0] ?? '')}` : '',
      )
    if (step.kind === 'route' || step.verdict?.kind === 'answered')
      found.push({ where: null, command: line('kubectl logs', target, '-c istio-proxy --tail=20') })
  }
  for (const object of step.objects ?? []) {
    const [kind, path] = object.split(' ')
    const [namespace, name] = (path ?? '').split('/')
    if (kind && namespace && name)
      found.push({ where: null, command: line('kubectl get', quote(kind.toLowerCase()), '-n', quote(namespace), quote(name), '-o yaml') })
  }
  return found
}

/** The commands that show what a step shows, most direct first; none where no command does. */
export function commandsFor(step: Step): Command[] {
  const packet = step.packet?.before
  switch (step.kind) {
    case 'client':
      return [inNetns(step, commandOf(step))]
    case 'rule':
    case 'policy':
    case 'rewrite':
      return rule(step)
    case 'hook':
      return [inNetns(step, `${iptables(step)}-save -c`)]
    case 'routing':
      return packet
        ? [
            inNetns(
              step,
              line('ip route get', quote(packet.dst), ...(packet.in ? ['from', quote(packet.src), 'iif', quote(packet.in)] : [])),
            ),
          ]
        : [inNetns(step, 'ip route')]
    case 'socket':
      return [inNetns(step, 'ss -tlnp')]
    case 'conntrack':
      return [inNetns(step, packet ? conntrack(step, '-p', packet.proto, '--reply-src', packet.src) : 'conntrack -L')]
    case 'unknown':
      return step.proxy ? envoy(step) : step.chain ? rule(step) : []
    default:
      return envoy(step)
  }
}
