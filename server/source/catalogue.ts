import { delimiter, join } from 'node:path'
import { type Found, freeName, type Origin } from '@/server/source/found'
import { Place } from '@/server/source/place'
import { checkInThread } from '@/server/threads/check'

/** Directories are looked at again after this time, so that a changed file is read again without a restart. */
const RESCAN_MS = 2000

/** How long a list waits for the check of recordings that were added; a longer one goes on behind it. */
const CHECK_WAIT_MS = 1500

/** The recording that opens first. */
const DEFAULT = 'nginx-nodeport'

/** All recordings of the product and of HOPSCOPE_RECORDINGS. */
class Catalogue {
  private listed: { at: number; list: Promise<Found[]> } | null = null
  private readonly places: { place: Place; origin: Origin }[]

  constructor(shipped: string, added: readonly string[]) {
    this.places = [
      { place: new Place(shipped), origin: 'shipped' },
      ...added.map((directory) => ({ place: new Place(directory), origin: 'added' as const })),
    ]
  }

  /** The default one first, then by name. */
  list(): Promise<Found[]> {
    const now = performance.now()
    if (!this.listed || now - this.listed.at > RESCAN_MS) this.listed = { at: now, list: this.scan() }
    return this.listed.list
  }

  private async scan(): Promise<Found[]> {
    const found: Found[] = []
    const names = new Set<string>()
    for (const { place, origin } of this.places) {
      for (const [file, opened] of await place.read()) {
        if (origin === 'added' && isSame(found, file, opened)) continue
        const name = freeName(names, opened.ok ? opened.value.name : null, file)
        names.add(name)
        found.push({ name, file, origin, opened })
      }
    }
    await this.checkAdded(found)
    return found.sort((a, b) => Number(b.name === DEFAULT) - Number(a.name === DEFAULT) || (a.name < b.name ? -1 : 1))
  }

  private async checkAdded(found: readonly Found[]): Promise<void> {
    const checks = found.flatMap((each) => (each.origin === 'added' && each.opened.ok ? [checkInThread(each.opened.value)] : []))
    if (checks.length === 0) return
    let timer: NodeJS.Timeout | undefined
    const wait = new Promise((resolve) => {
      timer = setTimeout(resolve, CHECK_WAIT_MS)
    })
    await Promise.race([Promise.all(checks), wait])
    clearTimeout(timer)
  }
}

/** Who adds the directory that the product's recordings were copied from does not want them twice. */
function isSame(found: readonly Found[], file: string, opened: Found['opened']): boolean {
  if (!opened.ok) return false
  return found.some((each) => {
    if (!each.opened.ok || each.file !== file || each.opened.value.name !== opened.value.name) return false
    const [a, b] = [each.opened.value, opened.value]
    return (
      a.entries().length === b.entries().length &&
      a.entries().every((entry, n) => b.entries()[n] === entry && a.size(entry) === b.size(entry))
    )
  })
}

const key = Symbol.for('hopscope.catalogue')
const shared = globalThis as typeof globalThis & { [key]?: Catalogue }

/** The process's one catalogue: route bundles each have their own modules, but share the process. */
export function catalogue(): Catalogue {
  shared[key] ??= new Catalogue(
    process.env.HOPSCOPE_SHIPPED ?? join(process.cwd(), 'recordings'),
    (process.env.HOPSCOPE_RECORDINGS ?? '').split(delimiter).filter((directory) => directory !== ''),
  )
  return shared[key]
}
