import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Place } from '@/server/source/place'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hopscope-place-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

function unpack(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}
const scenario = (name: string) =>
  JSON.stringify({ format: 1, name, title: { en: name, ko: name }, nodes: [{ name: 'n1', ip: '10.0.0.1' }] })

it('reads unpacked folders beside each other, with their files', async () => {
  unpack(join(directory, 'mine'), {
    'scenario.json': scenario('mine'),
    'k8s/pods.json': '{"items": []}',
    'nodes/n1/iptables-save.txt': '*nat\nCOMMIT\n',
  })
  unpack(join(directory, 'notes'), { 'readme.txt': 'no recording' })
  const found = await new Place(directory).read()
  expect([...found.keys()]).toEqual(['mine'])
  const opened = found.get('mine')
  if (!opened?.ok) throw new Error('It did not open.')
  expect(opened.value.name).toBe('mine')
  expect(opened.value.entries().toSorted()).toEqual(['k8s/pods.json', 'nodes/n1/iptables-save.txt', 'scenario.json'])
  expect(opened.value.text('nodes/n1/iptables-save.txt')).toBe('*nat\nCOMMIT\n')
})

it('reads a folder that is itself an unpacked recording', async () => {
  unpack(directory, { 'scenario.json': scenario('self') })
  const [opened] = (await new Place(directory).read()).values()
  expect(opened).toMatchObject({ ok: true, value: { name: 'self' } })
})

it('opens again only what changed', async () => {
  unpack(join(directory, 'a'), { 'scenario.json': scenario('a') })
  unpack(join(directory, 'b'), { 'scenario.json': scenario('b') })
  const place = new Place(directory)
  const before = await place.read()
  writeFileSync(join(directory, 'b', 'scenario.json'), scenario('renamed'))
  utimesSync(join(directory, 'b', 'scenario.json'), new Date(0), new Date(0))
  const after = await place.read()
  expect(after.get('a')).toBe(before.get('a'))
  expect(after.get('b')).toMatchObject({ ok: true, value: { name: 'renamed' } })
})

it('names a folder whose scenario.json is broken, and the rest still opens', async () => {
  unpack(join(directory, 'bad'), { 'scenario.json': '{"format": 1,' })
  unpack(join(directory, 'good'), { 'scenario.json': scenario('good') })
  const found = await new Place(directory).read()
  expect(found.get('bad')).toMatchObject({
    ok: false,
    problem: { entry: 'bad', message: expect.stringContaining('scenario.json: line 1') },
  })
  expect(found.get('good')?.ok).toBe(true)
})

it('says that a directory can’t be read', async () => {
  const [opened] = (await new Place(join(directory, 'nowhere')).read()).values()
  expect(opened).toMatchObject({ ok: false, problem: { entry: 'nowhere', message: "the directory can't be read (ENOENT)" } })
})
