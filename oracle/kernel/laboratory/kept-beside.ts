import type { Agent } from '@/oracle/kernel/laboratory/agent'

/** What rules name and the kernel keeps beside them: an account of packets, and sets of addresses, the second one with everything in it. */
export const ACCOUNT = 'oracle-account'
export const ADDRESS_SETS = ['oracle-some', 'oracle-all'] as const

/** Makes them where the machine has the tools; where not, the probe leaves out the kinds of rules that name them. */
export async function makeKeptBeside(agent: Agent): Promise<void> {
  const [some, all] = ADDRESS_SETS
  const sets = [
    ...[some, all].map((name) => `create ${name} hash:net`),
    ...['10.1.0.9', '10.2.0.0/16', '192.0.2.0/25', '10.9.9.9'].map((network) => `add ${some} ${network}`),
    ...['0.0.0.0/1', '128.0.0.0/1'].map((network) => `add ${all} ${network}`),
  ]
  await agent.run('nfacct', ['add', ACCOUNT])
  await agent.run('ipset', ['restore'], sets.map((line) => `${line}\n`).join(''))
}
