import { expect, test } from 'vitest'
import { endpointChain, serviceChains } from '@/lib/kube-proxy/chain-name'

test('kube-proxy’s own names', () => {
  expect(serviceChains('default/kubernetes:https', 'tcp')).toEqual({
    cluster: 'KUBE-SVC-NPX46M4PTMTKRN6Y',
    local: 'KUBE-SVL-NPX46M4PTMTKRN6Y',
    external: 'KUBE-EXT-NPX46M4PTMTKRN6Y',
    firewall: 'KUBE-FW-NPX46M4PTMTKRN6Y',
  })
  expect(serviceChains('kube-system/kube-dns:dns', 'udp').cluster).toBe('KUBE-SVC-TCOU7JCQXEZGVUNU')
  expect(endpointChain('default/kubernetes:https', 'tcp', '192.168.10.10:6443')).toBe('KUBE-SEP-FKILGDVKESVSEHEB')
})
