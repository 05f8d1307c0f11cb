import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { NetnsFinder } from '@/server/agent/netns-finder'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'netns-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('finds a pod’s namespace by its address, asks each once, and follows an address that moves', async () => {
  const addresses = new Map([['cni-a', ['10.0.0.1']]])
  const asked: string[] = []
  const finder = new NetnsFinder([folder, join(folder, 'not-there')], async (file) => {
    const name = file.slice(folder.length + 1)
    asked.push(name)
    return addresses.get(name) ?? []
  })
  writeFileSync(join(folder, 'cni-a'), '')
  writeFileSync(join(folder, 'no name.of a runtime'), '')
  expect(await finder.find('10.0.0.1')).toBe(join(folder, 'cni-a'))
  expect(await finder.find('10.0.0.1')).toBe(join(folder, 'cni-a'))
  expect(asked).toEqual(['cni-a'])
  // A namespace that is just being made has no address yet.
  writeFileSync(join(folder, 'cni-b'), '')
  expect(await finder.find('10.0.0.2')).toBeNull()
  addresses.set('cni-b', ['10.0.0.2'])
  expect(await finder.find('10.0.0.2')).toBe(join(folder, 'cni-b'))
  // The pod is made anew: its namespace goes, its address is another's.
  rmSync(join(folder, 'cni-a'))
  writeFileSync(join(folder, 'cni-c'), '')
  addresses.set('cni-c', ['10.0.0.1'])
  expect(await finder.find('10.0.0.1')).toBe(join(folder, 'cni-c'))
  expect(asked.filter((name) => name === 'cni-a')).toHaveLength(1)
})
