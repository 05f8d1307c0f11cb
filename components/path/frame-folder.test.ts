import { expect, it } from 'vitest'
import { folderOf } from '@/components/path/frame-folder'

it('finds what a frame shows among what was read', () => {
  expect(folderOf({ kind: 'node', name: 'k3s-w1', sub: '192.168.10.101' })).toBe('nodes/k3s-w1')
  expect(folderOf({ kind: 'pod', name: 'web-1', sub: 'default · 172.16.1.4' })).toBe('pods/default.web-1')
  expect(folderOf({ kind: 'envoy', name: 'web-1.default', sub: '', proxy: 'web-1.default' })).toBe('pods/default.web-1/envoy')
  expect(folderOf({ kind: 'outside', name: 'internet', sub: '' })).toBeNull()
  expect(folderOf({ kind: 'pod', name: 'web-1', sub: '' })).toBeNull()
})
