import { z } from 'zod'

const MAX_ID = 2 ** 32 - 1
const id = z.number().int().min(0).max(MAX_ID)
const userSchema = z.object({ uid: id, gid: id })

/** Reads users.json, CONTAINER → {uid, gid}: what a program was seen to run as there. A text that is something else has none. */
export function parseUsers(text: string): Map<string, { uid: number; gid: number }> {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return new Map()
  }
  const containers = z.record(z.string(), z.unknown()).safeParse(json).data ?? {}
  return new Map(
    Object.entries(containers).flatMap(([name, raw]) => {
      const user = userSchema.safeParse(raw)
      return user.success ? [[name, user.data] as const] : []
    }),
  )
}
