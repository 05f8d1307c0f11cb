import { expect, test } from 'vitest'
import { findListener } from '@/lib/netfilter/sockets/listeners'
import { parseProcesses } from '@/lib/netfilter/sockets/processes'
import { parseSockets } from '@/lib/netfilter/sockets/sockets'

const SS = [
  'State     Recv-Q Send-Q      Local Address:Port        Peer Address:Port Process',
  'LISTEN    2      4096              0.0.0.0:15006            0.0.0.0:*     users:(("envoy",pid=4440,fd=37))',
  'LISTEN    0      4096            127.0.0.1:15000            0.0.0.0:*     users:(("envoy",pid=4440,fd=18),("other",pid=1,fd=2))',
  'LISTEN    0      4096                    *:15020                  *:*     users:(("pilot-agent",pid=13924,fd=8))',
  'LISTEN    0      4096                 [::]:7000                [::]:*',
  'LISTEN    0      128       127.0.0.53%lo:53               0.0.0.0:*',
  'ESTAB     0      0      [::ffff:127.0.0.1]:15020 [::ffff:127.0.0.1]:47430 users:(("pilot-agent",pid=13924,fd=7))',
].join('\n')

test('every socket with its process and its line', () => {
  const sockets = parseSockets(SS)
  expect(sockets).toHaveLength(6)
  expect(sockets[0]).toEqual({
    state: 'LISTEN',
    recvQ: 2,
    sendQ: 4096,
    address: '0.0.0.0',
    port: 15006,
    peerAddress: '0.0.0.0',
    peerPort: null,
    process: 'envoy',
    pid: 4440,
    line: 2,
  })
  expect(sockets[4]?.address).toBe('127.0.0.53')
  expect(sockets[5]).toMatchObject({ address: '[::ffff:127.0.0.1]', peerPort: 47430 })
})

test('who listens: the address itself before any address; * takes both families, [::] only its own', () => {
  const sockets = parseSockets(SS)
  const who = (ip: string, port: number) => findListener(sockets, ip, port)?.how ?? 'none'
  expect([
    who('10.0.0.1', 15006),
    who('127.0.0.1', 15000),
    who('10.0.0.1', 15000),
    who('10.0.0.1', 15020),
    who('10.0.0.1', 7000),
    who('fd00::1', 7000),
    who('fd00::1', 15006),
  ]).toEqual(['any', 'exact', 'none', 'any', 'none', 'any', 'none'])
})

test('processes', () => {
  expect(parseProcesses('pid\tuid\tgid\tcomm\targs\n12\t1337\t1337\tenvoy\tenvoy -c\tx\nbroken\n')).toEqual([
    { pid: 12, uid: 1337, gid: 1337, comm: 'envoy', args: 'envoy -c\tx' },
  ])
})
