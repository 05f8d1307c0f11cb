import { z } from 'zod'
import { Allowance } from '@/server/source/cluster/allowance'
import { atMost } from '@/server/source/cluster/at-most'
import { ADMIN_PATHS, type AdminFile, DUMPS, type EnvoyAdmin, MOVING_FILES, OWN_FILES } from '@/server/source/cluster/envoy-admin'
import type { LiveHistory } from '@/server/source/cluster/history'
import type { Limiter } from '@/server/source/cluster/limiter'
import { type Outdated, outdatedOf } from '@/server/source/cluster/outdated'
import type { LivePod } from '@/server/source/cluster/pods'
import { Reading } from '@/server/source/cluster/reading'

/** `readAt` is when its own state was read. */
class KnownProxy extends Reading {
  /** ms at which its dumps were read, and the nonces that istiod had sent by then; null: they are not here. */
  dumps: { at: number; nonces: string | null } | null = null
  /** Its dumps may be outdated, and others are read before it. */
  waits = false
}

/** Why the dumps of a proxy are not here that nobody has looked at. */
const NOT_ASKED = 'it is asked once a question comes to it'
/** Why dumps stand as they were although istiod has sent something since. */
const IN_TURN = 'istiod has sent it something since: large dumps are read again in turn'
/** What is read again of all Envoys, characters a second in the long run and at once: in a large mesh that changes all the time more would take a processor. */
const [AGAIN_PER_SECOND, AGAIN_AT_ONCE] = [2 * 1024 * 1024, 32 * 1024 * 1024]
/** A proxy that did not answer is asked again after this. */
const RETRY_MS = 10_000
/** Dumps are read again after this even when no nonce has moved: a listener drains, a certificate is renewed. */
const STALE_MS = 120_000

const synczSchema = z.array(
  z.looseObject({ proxy: z.string(), resources: z.record(z.string(), z.looseObject({ sent: z.string().nullish() })).nullish() }),
)

/** What every istiod of a syncz answer has sent, by POD.NAMESPACE, as one text that moves when a nonce moves. */
export function sentNonces(syncz: string): Map<string, string> {
  const nonces = new Map<string, string>()
  let json: unknown
  try {
    json = JSON.parse(syncz)
  } catch {
    return nonces
  }
  const parsed = synczSchema.safeParse(json)
  for (const { proxy, resources, ...rest } of parsed.data ?? []) {
    const sent = resources
      ? Object.values(resources).map((each) => each.sent ?? '')
      : Object.entries(rest).flatMap(([name, value]) => (name.endsWith('_sent') ? [String(value)] : []))
    nonces.set(proxy, sent.join(' '))
  }
  return nonces
}

/**
 * Reads the Envoys of a cluster: the own state of each, and the dumps of gateways and of those that are looked at. Dumps that nobody looks at any more are
 * let go once they may be outdated.
 */
export class ProxiesCollector {
  private readonly known = new Map<string, KnownProxy>()
  private nonces: ReadonlyMap<string, string> = new Map()
  private readonly again: Allowance

  constructor(
    private readonly admin: Pick<EnvoyAdmin, 'read'>,
    private readonly history: LiveHistory,
    private readonly now: () => number,
    private readonly limiter: Limiter,
    private readonly onRead: () => void,
  ) {
    this.again = new Allowance(now, AGAIN_PER_SECOND, AGAIN_AT_ONCE)
  }

  /** How many of the proxies have been read, or have said why not. */
  progress(pods: readonly LivePod[]): { done: number; of: number; refused: string | null } {
    const proxies = pods.filter((pod) => pod.proxy)
    const done = proxies.flatMap((pod) => {
      const known = this.known.get(pod.netns)
      return known?.uid === pod.uid && known.triedAt !== null ? [known] : []
    })
    const refused = done.every(({ readAt }) => readAt === null) ? (done.find(({ why }) => why !== null)?.why ?? null) : null
    return { done: done.length, of: proxies.length, refused }
  }

  /** Proxies that could not be read: path and reason. */
  missing(): { path: string; why: string }[] {
    return [...this.known].flatMap(([netns, { why, dumps }]) => {
      const reason = why ?? (dumps === null ? NOT_ASKED : null)
      return reason === null ? [] : [{ path: `pods/${netns}/envoy/config_dump.json`, why: reason }]
    })
  }

  outdated(): Outdated[] {
    const failed = outdatedOf([...this.known].map(([netns, known]) => [`pods/${netns}/envoy`, known] as const))
    const waiting = [...this.known].flatMap(([netns, { why, waits, dumps }]) =>
      why === null && waits && dumps ? [{ folder: `pods/${netns}/envoy`, readAt: dumps.at, why: IN_TURN }] : [],
    )
    return [...failed, ...waiting]
  }

  /** One round: everything that is due. `syncz`: answers of all istiods. */
  async round(pods: readonly LivePod[], looked: ReadonlySet<string>, syncz: readonly string[]): Promise<void> {
    this.nonces = new Map(syncz.flatMap((text) => [...sentNonces(text)]))
    // Gateways first: every way in begins there.
    const proxies = pods.filter((pod) => pod.proxy && pod.running)
    await Promise.all(
      proxies.sort((a, b) => Number(b.proxy?.gateway) - Number(a.proxy?.gateway)).map((pod) => this.keep(pod, looked.has(pod.netns))),
    )
  }

  /** Reads the dumps of proxies that are not here, for a question that waits for them; true when some are here then, after `longestMs` at most. */
  async readFirst(pods: readonly LivePod[], longestMs: number): Promise<boolean> {
    const wanted = pods.filter((pod) => pod.proxy && pod.running).map((pod) => ({ pod, known: this.knownOf(pod) }))
    const waiting = wanted.filter(({ known }) => known.dumps === null && known.isWorthWaiting(longestMs))
    if (waiting.length === 0) return false
    await atMost(longestMs, Promise.all(waiting.map(({ pod }) => this.keep(pod, true))))
    return waiting.some(({ known }) => known.dumps !== null)
  }

  /** A pod is gone, or is another one under the same name. */
  forget(netns: string): void {
    this.known.delete(netns)
    for (const file of Object.keys(ADMIN_PATHS)) this.history.remove(`pods/${netns}/envoy/${file}`, this.now())
  }

  private knownOf(pod: LivePod): KnownProxy {
    const known = this.known.get(pod.netns)
    if (known?.uid === pod.uid) return known
    if (known) this.forget(pod.netns)
    const fresh = new KnownProxy(pod.uid, this.now)
    this.known.set(pod.netns, fresh)
    return fresh
  }

  private keep(pod: LivePod, looked: boolean): Promise<void> | undefined {
    const known = this.knownOf(pod)
    if (known.running) return known.running
    const nonces = this.nonces.get(`${pod.name}.${pod.namespace}`) ?? null
    const wanted = looked || pod.proxy?.gateway === true
    if (!wanted && this.mayBeOutdated(known, nonces)) this.letGo(pod.netns, known)
    const files = this.due(pod.netns, known, nonces, wanted, looked)
    if (files.length === 0) return undefined
    return known.begin(() => this.read(pod, known, files, nonces), this.limiter, looked).then(this.onRead)
  }

  private due(netns: string, known: KnownProxy, nonces: string | null, wanted: boolean, looked: boolean): readonly AdminFile[] {
    const now = this.now()
    if (known.triedAt !== null && known.why !== null && now - known.triedAt < RETRY_MS) return []
    const own = known.readAt === null || known.why !== null || now - known.readAt > STALE_MS ? OWN_FILES : []
    if (wanted && (known.dumps === null || known.why !== null)) return [...DUMPS, ...own]
    const isOutdated = this.mayBeOutdated(known, nonces)
    known.waits = wanted && isOutdated && !this.mayReadAgain(netns, DUMPS)
    if (wanted && isOutdated && !known.waits) return [...DUMPS, ...own]
    return looked && this.mayReadAgain(netns, MOVING_FILES) ? [...new Set([...MOVING_FILES, ...own])] : own
  }

  private mayReadAgain(netns: string, files: readonly AdminFile[]): boolean {
    return this.again.take(files.reduce((sum, file) => sum + this.history.lengthOf(`pods/${netns}/envoy/${file}`), 0))
  }

  private mayBeOutdated({ dumps }: KnownProxy, nonces: string | null): boolean {
    return dumps !== null && (nonces !== dumps.nonces || this.now() - dumps.at > STALE_MS)
  }

  private letGo(netns: string, known: KnownProxy): void {
    known.dumps = null
    for (const file of DUMPS) this.history.remove(`pods/${netns}/envoy/${file}`, this.now())
  }

  private async read(pod: LivePod, known: KnownProxy, files: readonly AdminFile[], nonces: string | null): Promise<void> {
    if (!pod.proxy) return
    for (const file of files) {
      const text = await this.admin.read(pod.proxy, file)
      if (this.known.get(pod.netns) !== known) return
      this.history.putText(`pods/${pod.netns}/envoy/${file}`, this.now(), text)
    }
    if (OWN_FILES.every((file) => files.includes(file))) known.readAt = this.now()
    if (DUMPS.every((file) => files.includes(file))) known.dumps = { at: this.now(), nonces }
  }
}
