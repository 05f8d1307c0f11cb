import { z } from 'zod'
import type { Origin } from '@/lib/mesh/origin'
import { parsedOnce } from '@/lib/mesh/parsed'
import type { Snapshot } from '@/lib/recording/snapshot'

const entrySchema = z.object({ hostname: z.string(), autoAllocatedIPv4Address: z.string().min(1) })

const assigned = parsedOnce((observation) => {
  const addresses = new Map<string, { ip: string; origin: Origin }>()
  let list: unknown
  try {
    list = JSON.parse(observation.text)
  } catch {
    return addresses
  }
  if (!Array.isArray(list)) return addresses
  for (const raw of list) {
    const entry = entrySchema.safeParse(raw)
    if (!entry.success) continue
    addresses.set(entry.data.hostname, {
      ip: entry.data.autoAllocatedIPv4Address,
      origin: { entry: observation.entry, at: observation.at },
    })
  }
  return addresses
})

/** Addresses that istiod assigned to ServiceEntry hosts without one (registryz), by host. */
export function autoAddress(snapshot: Snapshot, host: string): { ip: string; origin: Origin } | null {
  for (const path of snapshot.under('istiod')) {
    if (!path.endsWith('/registryz.json')) continue
    const found = assigned(snapshot, path)?.get(host)
    if (found) return found
  }
  return null
}
