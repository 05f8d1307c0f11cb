import { z } from 'zod'
import { messageOf } from '@/server/source/cluster/api-failure'
import { ADMIN_PATHS, type AdminFile, ALL_FILES, type EnvoyAdmin, LIGHT_FILES } from '@/server/source/cluster/envoy-admin'
import type { LiveHistory } from '@/server/source/cluster/history'
import type { Limiter } from '@/server/source/cluster/limiter'
import { type Outdated, outdatedOf } from '@/server/source/cluster/outdated'
import type { LivePod } from '@/server/source/cluster/pods'

interface Known {
  uid: string
  /** Nonces that istiod had sent when the dumps were read; null: not read yet. */
  nonces: string | null
  readAt: number | null
  /** ms of the last attempt; a proxy that does not answer is not asked all the time. */
  triedAt: number
  why: string | null
  running: Promise<void> | null
}

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

/** Reads the Envoys of a cluster: each once, and again when istiod has sent something or when it is looked at. */
export class ProxiesCollector {
  private readonly known = new Map<string, Known>()

  constructor(
    private readonly admin: EnvoyAdmin,
    private readonly history: LiveHistory,
    private readonly now: () => number,
    private readonly limiter: Limiter,
    private readonly onRead: () => void,
  ) {}

  /** How many of the proxies have been read, or have said why not. */
  progress(pods: readonly LivePod[]): { done: number; of: number; refused: string | null } {
    const proxies = pods.filter((pod) => pod.proxy)
    const done = proxies.filter((pod) => this.known.get(pod.netns)?.uid === pod.uid && this.known.get(pod.netns)?.triedAt !== -1)
    const states = done.flatMap((pod) => this.known.get(pod.netns) ?? [])
    const refused = states.every(({ readAt }) => readAt === null) ? (states.find(({ why }) => why !== null)?.why ?? null) : null
    return { done: done.length, of: proxies.length, refused }
  }

  /** Proxies that could not be read: path and reason. */
  missing(): { path: string; why: string }[] {
    return [...this.known].flatMap(([netns, { why }]) => (why === null ? [] : [{ path: `pods/${netns}/envoy/config_dump.json`, why }]))
  }

  outdated(): Outdated[] {
    return outdatedOf([...this.known].map(([netns, known]) => [`pods/${netns}/envoy`, known] as const))
  }

  /** One round: dumps of proxies that are new or were sent something, light files of those that are looked at. `syncz`: answers of all istiods. */
  async round(pods: readonly LivePod[], looked: ReadonlySet<string>, syncz: readonly string[]): Promise<void> {
    const sent = new Map(syncz.flatMap((text) => [...sentNonces(text)]))
    const jobs: Promise<void>[] = []
    // Gateways first: every way in begins there.
    const proxies = pods.filter((pod) => pod.proxy && pod.running)
    for (const pod of proxies.sort((a, b) => Number(b.proxy?.gateway) - Number(a.proxy?.gateway))) {
      const known = this.knownOf(pod)
      if (known.running) {
        jobs.push(known.running)
        continue
      }
      const nonces = sent.get(`${pod.name}.${pod.namespace}`) ?? null
      const files = this.due(known, nonces, looked.has(pod.netns))
      if (files.length === 0) continue
      known.running = this.limiter
        .run(() => this.read(pod, known, files, nonces), looked.has(pod.netns))
        .finally(() => {
          known.running = null
        })
      jobs.push(known.running)
    }
    await Promise.all(jobs)
  }

  /** A pod is gone, or is another one under the same name. */
  forget(netns: string): void {
    this.known.delete(netns)
    for (const file of Object.keys(ADMIN_PATHS)) this.history.remove(`pods/${netns}/envoy/${file}`, this.now())
  }

  private knownOf(pod: LivePod): Known {
    const known = this.known.get(pod.netns)
    if (known?.uid === pod.uid) return known
    if (known) this.forget(pod.netns)
    const fresh: Known = { uid: pod.uid, nonces: null, readAt: null, triedAt: -1, why: null, running: null }
    this.known.set(pod.netns, fresh)
    return fresh
  }

  private due(known: Known, nonces: string | null, looked: boolean): readonly AdminFile[] {
    const since = this.now() - known.triedAt
    if (known.triedAt >= 0 && known.why !== null && since < RETRY_MS) return []
    if (known.readAt === null || known.why !== null) return ALL_FILES
    if (nonces !== known.nonces || this.now() - known.readAt > STALE_MS) return ALL_FILES
    return looked ? LIGHT_FILES : []
  }

  private async read(pod: LivePod, known: Known, files: readonly AdminFile[], nonces: string | null): Promise<void> {
    if (!pod.proxy) return
    try {
      for (const file of files) {
        const text = await this.admin.read(pod.proxy, file)
        if (this.known.get(pod.netns) !== known) return
        this.history.putText(`pods/${pod.netns}/envoy/${file}`, this.now(), text)
      }
      known.why = null
      known.readAt = this.now()
      if (files === ALL_FILES) known.nonces = nonces
    } catch (error) {
      known.why = messageOf(error)
    } finally {
      known.triedAt = this.now()
      this.onRead()
    }
  }
}
