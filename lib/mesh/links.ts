import { z } from 'zod'

const linkSchema = z.object({
  ifindex: z.number().nullish(),
  ifname: z.string(),
  link_index: z.number().nullish(),
  link: z.string().nullish(),
  master: z.string().nullish(),
  link_type: z.string().nullish(),
  linkinfo: z.object({ info_kind: z.string().nullish() }).nullish(),
})

/** An interface and what it is tied to: the other end of a veth pair (by index, in the other namespace) and its bridge. */
export interface Link {
  name: string
  index: number | null
  peerIndex: number | null
  /** The other interface of this namespace that it stands on or that is its other end; null: none here. */
  beside: string | null
  master: string | null
  /** What `ip -d` calls its kind, else its link type: `ether`, `ipip`, `none` (tun, WireGuard). */
  type: string | null
}

/** Reads the interfaces of `ip -j addr`. A text that is something else has none. */
export function parseLinks(text: string): Link[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return []
  }
  const list = z.array(z.unknown()).safeParse(json)
  if (!list.success) return []
  return list.data.flatMap((raw) => {
    const link = linkSchema.safeParse(raw)
    if (!link.success) return []
    const { ifname, ifindex, link_index, master, link_type, linkinfo } = link.data
    const type = linkinfo?.info_kind ?? link_type ?? null
    return [
      { name: ifname, index: ifindex ?? null, peerIndex: link_index ?? null, beside: link.data.link ?? null, master: master ?? null, type },
    ]
  })
}
