import { expect, it } from 'vitest'
import { shapeRows } from '@/components/overview/row-shape'
import type { OverviewRow } from '@/lib/api/overview'

const row = (group: string, host: string | null): OverviewRow => ({
  id: `${group} ${host}`,
  group,
  side: 'outside',
  entry: { title: group, note: '', kind: 'node' },
  host: host === null ? null : { title: host, note: '', kind: 'host' },
  route: null,
  destination: null,
  end: null,
  ways: [],
})

it('draws the card of an entry and of a host once, and leads the line on to later rows', () => {
  const shapes = shapeRows([row('a', 'x'), row('a', 'x'), row('a', 'y'), row('b', null)])
  expect(shapes.map((shape) => [shape.showEntry, shape.showHost])).toEqual([
    [true, true],
    [false, false],
    [false, true],
    [true, false],
  ])
  expect(shapes.map((shape) => shape.entryContinues?.host?.title ?? null)).toEqual(['y', 'y', null, null])
  expect(shapes.map((shape) => shape.hostContinues !== null)).toEqual([true, false, false, false])
})
