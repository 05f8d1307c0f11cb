import { afterAll, afterEach, beforeAll, expect, inject, test, vi } from 'vitest'
import { Agent, Lost } from '@/oracle/kernel/laboratory/agent'
import { allowedCpus } from '@/oracle/kernel/laboratory/cpus'
import { Laboratory } from '@/oracle/kernel/laboratory/laboratory'
import { ROUTER } from '@/oracle/kernel/laboratory/topology'
import { everyKind } from '@/oracle/kernel/native/istio-packets'

const skipReason = inject('kernelReason')
let laboratory: Laboratory | null = null

beforeAll(async () => {
  if (!skipReason) laboratory = await Laboratory.open(ROUTER, allowedCpus()[0] ?? 0)
})
afterEach(() => {
  vi.restoreAllMocks()
})
afterAll(() => laboratory?.close())

test('packets whose reports were lost are sent again, and not for ever', async ({ skip }) => {
  if (skipReason || !laboratory) return skip(skipReason ?? 'no laboratory')
  expect(await laboratory.load(4, '*filter\n-A INPUT -j ACCEPT\n-A OUTPUT -j ACCEPT\n-A FORWARD -j ACCEPT\nCOMMIT\n')).toBe(null)
  const packets = everyKind().slice(0, 3)
  const ask = vi.spyOn(Agent.prototype, 'ask').mockRejectedValueOnce(new Lost('agent: lost'))
  const reports = await laboratory.send(packets)
  expect(reports.map((lines) => lines.length > 0)).toEqual([true, true, true])
  expect(ask).toHaveBeenCalledTimes(2)
  ask.mockRejectedValue(new Lost('agent: lost'))
  await expect(laboratory.send(packets)).rejects.toThrow(Lost)
})
