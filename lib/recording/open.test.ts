import { strToU8, type Zippable, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { unsaid } from '@/lib/api/testing/unsaid'
import { openRecording } from '@/lib/recording/open'
import fc from '@/lib/testing/fast-check'

const scenario = JSON.stringify(
  { format: 1, name: 'small', title: { en: 'Small', ko: '작은' }, nodes: [{ name: 'n1', ip: '10.0.0.1', podCIDR: '10.1.0.0/24' }] },
  null,
  1,
)
const request = JSON.stringify({ id: 'a', from: 'pc', url: 'http://x/', at: 5, outcome: { exit: 0, status: 200, seconds: 0.0011 } })

function zip(files: Record<string, string>): Uint8Array {
  const entries: Zippable = {}
  for (const [name, text] of Object.entries(files)) entries[name] = strToU8(text)
  return zipSync(entries)
}

function opened(bytes: Uint8Array) {
  const result = openRecording(bytes, 'x.zip')
  if (!result.ok) throw new Error(result.problem.message)
  for (const { message } of result.value.problems) expect(unsaid(message)).toBeNull()
  return result.value
}

function refused(bytes: Uint8Array): string {
  const result = openRecording(bytes, 'x.zip')
  if (result.ok) throw new Error('opened')
  expect(result.problem.entry).toBe('x.zip')
  expect(unsaid(result.problem.message)).toBeNull()
  return result.problem.message
}

/** Changes a two-byte field of every central directory row. */
function patchRows(bytes: Uint8Array, field: number, value: number, bytesWide: 2 | 4 = 2): Uint8Array {
  const copy = bytes.slice()
  const view = new DataView(copy.buffer)
  for (let at = 0; at + 4 <= copy.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50)
      bytesWide === 2 ? view.setUint16(at + field, value, true) : view.setUint32(at + field, value, true)
  }
  return copy
}

describe('what is no recording', () => {
  it('says when it is not a zip', () => {
    expect(refused(strToU8('hello, world'))).toContain('not a zip file')
    expect(refused(new Uint8Array())).toContain('not a zip file')
  })

  it('says when it is truncated', () => {
    const whole = zip({ 'scenario.json': scenario })
    expect(refused(whole.subarray(0, whole.length - 10))).toContain('truncated')
  })

  it('says when scenario.json is missing', () => {
    expect(refused(zip({ 'k8s/pods.json': '{}' }))).toContain('no scenario.json')
  })

  it('says where scenario.json is when it is too deep, or there are two', () => {
    expect(refused(zip({ 'a/b/scenario.json': scenario }))).toBe(
      'no recording: a/b/scenario.json is not at its top: pack only what stands beside it',
    )
    expect(refused(zip({ 'a/scenario.json': scenario, 'b/scenario.json': scenario }))).toContain('a/scenario.json is not at its top')
  })

  it('says which format is unknown, and where', () => {
    expect(refused(zip({ 'scenario.json': '{\n "format": 2,\n "name": "x"}' }))).toBe(
      'scenario.json: line 2: format 2 is unknown; this version reads format 1',
    )
    expect(refused(zip({ 'scenario.json': '{"name": "x"}' }))).toContain('no “format”')
    expect(refused(zip({ 'scenario.json': '[]' }))).toContain('not a JSON object')
  })

  it('says line and column where scenario.json does not parse', () => {
    expect(refused(zip({ 'scenario.json': '{\n "format": 1,\n "name": x\n}' }))).toContain('scenario.json: line 3, column 10')
  })

  it('refuses more than 20,000 entries and more than 512 MiB', () => {
    const many: Record<string, string> = { 'scenario.json': scenario }
    for (let n = 0; n < 20_000; n++) many[`k8s/${n}`] = ''
    expect(refused(zip(many))).toContain('20001 entries')
    const huge = patchRows(zip({ 'scenario.json': scenario, 'k8s/a': '1', 'k8s/b': '2' }), 24, 250 * 1024 * 1024, 4)
    expect(refused(huge)).toContain('750 MiB unpacked')
  })

  it('refuses zip64 and zips in parts', () => {
    const whole = zip({ 'scenario.json': scenario })
    const zip64 = whole.slice()
    new DataView(zip64.buffer).setUint32(zip64.length - 6, 0xffffffff, true)
    expect(refused(zip64)).toContain('zip64')
    const part = whole.slice()
    new DataView(part.buffer).setUint16(part.length - 18, 1, true)
    expect(refused(part)).toContain('several parts')
  })
})

describe('what opens all the same', () => {
  it('leaves out entries that climb out, and names them', () => {
    const recording = opened(zip({ 'scenario.json': scenario, '../evil': 'x', '/abs': 'x', 'a\\b': 'x', 'C:x': 'x', 'pods/../../y': 'x' }))
    expect(recording.entries()).toEqual(['scenario.json'])
    expect(recording.problems.map((problem) => problem.entry).sort()).toEqual(['../evil', '/abs', 'C:x', 'a\\b', 'pods/../../y'])
  })

  it('leaves out a request that does not parse, with line and column', () => {
    const recording = opened(
      zip({
        'scenario.json': scenario,
        'requests/01-a/request.json': '{"id":\n}',
        'requests/02-a/request.json': request,
        'requests/03-b/request.json': '{"id":"b"}',
      }),
    )
    expect(recording.requests.map((each) => each.key)).toEqual(['02-a'])
    expect(recording.problems).toEqual([
      { entry: 'requests/01-a/request.json', message: 'line 2, column 1: “}” where a value was expected' },
      { entry: 'requests/03-b/request.json', message: expect.stringContaining('from') },
    ])
  })

  it('keeps the default of a field that does not fit, and says its line', () => {
    const recording = opened(zip({ 'scenario.json': '{"format":1,"name":"x",\n"nodes":[{"name":5}],\n"versions":{"istio":"1.23"}}' }))
    expect(recording.scenario).toMatchObject({ nodes: [], versions: { istio: '1.23' } })
    expect(recording.problems[0]).toMatchObject({ entry: 'scenario.json', message: expect.stringContaining('line 2: nodes.0.') })
  })

  it('tells encrypted entries and unknown methods apart from the rest', () => {
    const packed = zip({ 'scenario.json': scenario })
    expect(refused(patchRows(packed, 8, 1))).toContain('encrypted')
    expect(refused(patchRows(packed, 10, 12))).toContain('method 12')
  })

  it('says when an entry is damaged or larger than it claims', () => {
    const text = 'counter '.repeat(500)
    const damaged = patchRows(zip({ 'k8s/pods.json': text }), 16, 7, 4)
    const recording = opened(joinZips(damaged, zip({ 'scenario.json': scenario })))
    expect(recording.snapshotAt(0).read('k8s/pods.json')).toBeNull()
    expect(recording.problems).toEqual([{ entry: 'k8s/pods.json', message: 'damaged: its checksum is wrong' }])
    const bomb = opened(joinZips(patchRows(zip({ 'k8s/pods.json': text }), 24, 100, 4), zip({ 'scenario.json': scenario })))
    expect(bomb.text('k8s/pods.json')).toBeNull()
    expect(bomb.problems[0]?.message).toContain('longer than its directory entry says')
  })

  it('passes over one outer folder', () => {
    const recording = opened(zip({ 'small/scenario.json': scenario, 'small/k8s/pods.json': '{}' }))
    expect(recording.entries()).toEqual(['k8s/pods.json', 'scenario.json'])
    expect(recording.text('k8s/pods.json')).toBe('{}')
  })

  it('passes over what desktops add to a zip', () => {
    const added = { '__MACOSX/small/._scenario.json': 'x', '.DS_Store': 'x', 'small/k8s/._pods.json': 'x', 'small/Thumbs.db': 'x' }
    const recording = opened(zip({ 'small/scenario.json': scenario, 'small/k8s/pods.json': '{}', ...added }))
    expect(recording.entries()).toEqual(['k8s/pods.json', 'scenario.json'])
    expect(opened(zip({ 'scenario.json': scenario, '.DS_Store': 'x' })).size('.DS_Store')).toBeNull()
  })

  it('reads UTF-16 as PowerShell writes it', () => {
    const swapped = (text: string) => {
      const bytes = new Uint8Array(Uint16Array.from(`\ufeff${text}`, (char) => char.charCodeAt(0)).buffer)
      return { littleEndian: bytes, bigEndian: bytes.map((_, n) => bytes[n ^ 1] ?? 0) }
    }
    const { littleEndian, bigEndian } = swapped(scenario)
    for (const bytes of [littleEndian, bigEndian]) expect(opened(zipSync({ 'scenario.json': bytes })).scenario.title.ko).toBe('작은')
  })
})

describe('any bytes', () => {
  const whole = zip({
    'scenario.json': scenario,
    'requests/01-a/request.json': request,
    'k8s/pods.json': '{"items": []}',
    'nodes/n1/iptables-save.txt': '*nat\n'.repeat(50),
  })
  const readAll = (bytes: Uint8Array) => {
    const result = openRecording(bytes, 'x.zip')
    if (!result.ok) return unsaid(result.problem.message) === null
    for (const entry of result.value.entries()) result.value.text(entry)
    const snapshot = result.value.snapshotAt(10)
    for (const path of snapshot.paths()) snapshot.read(path)
    return result.value.problems.every(({ message }) => unsaid(message) === null)
  }

  it('never throw when they are cut', () => {
    fc.assert(
      fc.property(fc.nat(whole.length), (length) => readAll(whole.subarray(0, length))),
      { numRuns: 300 },
    )
  })

  it('never throw when bits are flipped', () => {
    const flips = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(flips, (changes) => {
        const copy = whole.slice()
        for (const [at, mask] of changes) copy[at] = (copy[at] ?? 0) ^ mask
        return readAll(copy)
      }),
      { numRuns: 1000 },
    )
  })
})

/** Two zips as one: the entries of both, the directories joined. */
function joinZips(a: Uint8Array, b: Uint8Array): Uint8Array {
  const [viewA, viewB] = [new DataView(a.buffer, a.byteOffset), new DataView(b.buffer, b.byteOffset)]
  const [startA, startB] = [viewA.getUint32(a.length - 6, true), viewB.getUint32(b.length - 6, true)]
  const out = new Uint8Array(a.length + b.length - 22)
  out.set(a.subarray(0, startA))
  out.set(b.subarray(0, startB), startA)
  out.set(a.subarray(startA, a.length - 22), startA + startB)
  const rowsB = b.slice(startB, b.length - 22)
  const rows = new DataView(rowsB.buffer)
  for (let at = 0; at + 46 <= rowsB.length; at++) {
    if (rows.getUint32(at, true) === 0x02014b50) rows.setUint32(at + 42, rows.getUint32(at + 42, true) + startA, true)
  }
  out.set(rowsB, startA + startB + (a.length - 22 - startA))
  out.set(b.subarray(b.length - 22), out.length - 22)
  const end = new DataView(out.buffer)
  const count = viewA.getUint16(a.length - 12, true) + viewB.getUint16(b.length - 12, true)
  end.setUint16(out.length - 14, count, true)
  end.setUint16(out.length - 12, count, true)
  end.setUint32(out.length - 10, out.length - 22 - startA - startB, true)
  end.setUint32(out.length - 6, startA + startB, true)
  return out
}
