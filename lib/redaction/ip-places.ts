import { type Block, blockAround, contains, type Family, sizeOf } from '@/lib/redaction/ip-address'

/** Where the blocks of a family go, and what stays as it is because it says nothing of anybody. */
export interface Plan {
  family: Family
  /** Never moved, nor what is in them: loopback, masks, multicast. */
  constant: readonly Block[]
  /** Well-known blocks that stay when a rule names them; what is in them moves within. */
  common: readonly Block[]
  /** A block this large or larger is nobody's: it stays, too. */
  largestOwn: number
  /** Where all else goes: blocks that no network has. */
  pools: readonly Block[]
}

interface Place extends Block {
  /** Its first address elsewhere. */
  image: bigint
  stays: boolean
  inner: Place[]
}

/**
 * Gives every address another one so that what is in a network is in that network's new place, lengths, order and neighbours' order
 * kept: a walk meets the same rules and routes. Networks are packed one after the other, so that where they were can't be told.
 */
export class IpPlaces {
  private readonly family: Family
  private readonly root: Place
  /** First addresses of the blocks that are in use: nothing is moved to where something was. */
  private readonly used: readonly bigint[]

  constructor(
    private readonly plan: Plan,
    addresses: Iterable<bigint>,
    networks: Iterable<Block>,
  ) {
    this.family = plan.family
    const { unit } = this.family
    const moved = [...new Set(addresses)].filter((address) => !this.isConstant(address))
    const named = [...networks].filter(({ base, length }) => length > 0 && length <= unit && !this.isWithinConstant({ base, length }))
    this.used = [...new Set(moved.map((address) => blockAround(this.family, address, unit).base))].sort(ascending)
    const blocks = [...named, ...this.used.map((base) => ({ base, length: unit }))]
    this.root = { base: 0n, length: 0, image: 0n, stays: true, inner: nested(this.family, blocks, (block) => this.stays(block)) }
    const fixed = this.fixed(this.root)
    const free = plan.pools.filter((pool) => !fixed.some((block) => overlap(this.family, block, pool)))
    this.arrange(this.root, free.length > 0 ? free : plan.pools)
  }

  /** The new address. One that was not told of at the beginning, or says nothing of anybody, is its own. */
  of(address: bigint): bigint {
    if (this.isConstant(address)) return address
    let place = this.root
    for (;;) {
      if (place.stays && place.length > 0 && address === place.base) return address
      const inner = place.inner.find((one) => contains(this.family, one, address))
      if (!inner) return place === this.root ? address : place.image + (address - place.base)
      place = inner
    }
  }

  /** The new first address of a network; null: it was not told of at the beginning. */
  ofNetwork({ base, length }: Block): bigint | null {
    for (let place: Place | undefined = this.root; place; place = place.inner.find((one) => contains(this.family, one, base))) {
      if (place.base === base && place.length === length) return place.image
    }
    return null
  }

  private isConstant(address: bigint): boolean {
    return this.plan.constant.some((block) => contains(this.family, block, address))
  }

  private isWithinConstant({ base, length }: Block): boolean {
    return this.plan.constant.some((block) => block.length <= length && contains(this.family, block, base))
  }

  private stays({ base, length }: Block): boolean {
    // What holds something that never moves can't move.
    if (length < this.plan.largestOwn || this.plan.constant.some((block) => overlap(this.family, block, { base, length }))) return true
    return this.plan.common.some((block) => block.base === base && block.length === length)
  }

  private fixed({ inner }: Place): Place[] {
    return inner.flatMap((place) => (place.stays ? [place, ...this.fixed(place)] : []))
  }

  /** Gives the inner blocks of one their new places, in their order. What finds none, as everything is full, stays, and the others go round it. */
  private arrange(place: Place, pools: readonly Block[]): void {
    const staying = place.inner.filter(({ stays }) => stays)
    for (let stuck = this.spread(place, pools, staying); stuck !== null; stuck = this.spread(place, pools, staying)) {
      stuck.image = stuck.base
      staying.push(stuck)
    }
    for (const inner of place.inner) this.arrange(inner, [{ base: inner.image, length: inner.length }])
  }

  /** Places what does not stay; gives the first that finds no place, null: all have one. */
  private spread(place: Place, pools: readonly Block[], staying: readonly Place[]): Place | null {
    const behind = (slot: Block) => (place.stays || staying.length > 0 ? this.behindUsed(slot, staying) : null)
    const fixed = new Set(staying)
    let [pool, ...rest] = pools
    let next = pool?.base ?? 0n
    for (const inner of place.inner) {
      if (fixed.has(inner)) continue
      let slot = this.slot(next, inner.length, pool, behind)
      while (slot === null && rest.length > 0) {
        ;[pool, ...rest] = rest
        next = pool?.base ?? 0n
        slot = this.slot(next, inner.length, pool, behind)
      }
      if (slot === null) return inner
      next = slot + sizeOf(this.family, inner.length)
      inner.image = slot
    }
    return null
  }

  /** The first place of a length from `from` on that is free; `behind` says where what is in the way ends. null: there is none in this pool. */
  private slot(from: bigint, length: number, pool: Block | undefined, behind: (slot: Block) => bigint | null): bigint | null {
    if (!pool) return null
    const size = sizeOf(this.family, length)
    const aligned = (address: bigint) => ((address + size - 1n) / size) * size
    const end = pool.base + sizeOf(this.family, pool.length)
    for (let base = aligned(from); base + size <= end; ) {
      const next = behind({ base, length })
      if (next === null) return base
      base = aligned(next)
    }
    return null
  }

  /** The end of something in a slot: a block in which something was, or one that stays; null: it is free. */
  private behindUsed(slot: Block, staying: readonly Block[]): bigint | null {
    const block = staying.find((each) => overlap(this.family, each, slot))
    if (block) return block.base + sizeOf(this.family, block.length)
    let low = 0
    let high = this.used.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.used[middle] ?? 0n) < slot.base) low = middle + 1
      else high = middle
    }
    const first = this.used[low]
    return first !== undefined && contains(this.family, slot, first) ? first + sizeOf(this.family, this.family.unit) : null
  }
}

const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

const overlap = (family: Family, a: Block, b: Block): boolean => contains(family, a, b.base) || contains(family, b, a.base)

/** Blocks as a tree, each once; by their first addresses, the larger one first, so what holds another comes before it. */
function nested(family: Family, blocks: readonly Block[], stays: (block: Block) => boolean): Place[] {
  const sorted = [...blocks].sort((a, b) => ascending(a.base, b.base) || a.length - b.length)
  const top: Place[] = []
  const open: Place[] = []
  for (const block of sorted) {
    while (open.length > 0 && !contains(family, open.at(-1) ?? block, block.base)) open.pop()
    const outer = open.at(-1)
    if (outer?.base === block.base && outer.length === block.length) continue
    const place = { ...block, image: block.base, stays: (outer?.stays ?? true) && stays(block), inner: [] }
    ;(outer?.inner ?? top).push(place)
    open.push(place)
  }
  return top
}
