import { type AgentAccount, AgentClient } from '@/server/source/cluster/agent-client'
import { atMost } from '@/server/source/cluster/at-most'
import { EnvoyAdmin } from '@/server/source/cluster/envoy-admin'
import { EventsCollector } from '@/server/source/cluster/events-collector'
import { readByExec } from '@/server/source/cluster/exec-reader'
import type { LiveHistory } from '@/server/source/cluster/history'
import { IstiodsCollector } from '@/server/source/cluster/istiods-collector'
import type { KubeApi } from '@/server/source/cluster/kube-api'
import { Limiter } from '@/server/source/cluster/limiter'
import { LogFollower } from '@/server/source/cluster/log-follower'
import { NetnsCollector, type Place } from '@/server/source/cluster/netns-collector'
import type { Outdated } from '@/server/source/cluster/outdated'
import type { LivePod } from '@/server/source/cluster/pods'
import { ProxiesCollector } from '@/server/source/cluster/proxies-collector'
import { Tunnels } from '@/server/source/cluster/tunnel'
import { UsersCollector } from '@/server/source/cluster/users-collector'

/** Tunnels that are asked at a time: the API server carries each byte. */
const MAX_TUNNELS = 6
/** A round waits this long for each of its halves, and a question for the Envoys on its way: what is stopped or slow goes on behind it, and holds up no counter. */
const WAIT_MS = 4_000

/** Everything that is read of a cluster beside its objects: istiods, Envoys, kernels, logs. */
export class Collectors {
  readonly tunnels: Tunnels
  readonly istiods: IstiodsCollector
  readonly proxies: ProxiesCollector
  readonly netns: NetnsCollector
  private readonly logs: LogFollower
  private readonly users: UsersCollector
  private readonly events: EventsCollector

  constructor(
    api: KubeApi,
    history: LiveHistory,
    account: AgentAccount,
    now: () => number,
    private readonly onRead: () => void,
  ) {
    this.tunnels = new Tunnels(api)
    const limiter = new Limiter(MAX_TUNNELS)
    this.istiods = new IstiodsCollector(this.tunnels, history, now)
    this.proxies = new ProxiesCollector(new EnvoyAdmin(api, this.tunnels), history, now, limiter, onRead)
    const agents = new AgentClient(api, this.tunnels, account)
    this.netns = new NetnsCollector(agents, history, now, limiter, onRead, (pod) => readByExec(api, pod))
    this.users = new UsersCollector(api, history, now, limiter, onRead)
    this.events = new EventsCollector(api, history, now, onRead)
    this.logs = new LogFollower(api, history, now, onRead)
  }

  /** One round: what is due of all pods and nodes, first what is looked at. */
  async round(pods: readonly LivePod[], places: readonly Place[], looked: ReadonlySet<string>): Promise<void> {
    this.logs.follow(pods.filter((pod) => looked.has(pod.netns)))
    await atMost(WAIT_MS, this.istiods.round(pods))
    this.onRead()
    await atMost(
      WAIT_MS,
      Promise.all([
        this.proxies.round(pods, looked, this.istiods.newestSyncz(pods)),
        this.netns.round(places, pods, looked),
        this.users.round(pods, looked),
        this.events.round(pods, looked),
      ]),
    )
  }

  /** Has the Envoys and kernels of what a question comes to read that were not yet; true when one was. */
  async readFirst(pods: readonly LivePod[], places: readonly Place[], looked: ReadonlySet<string>): Promise<boolean> {
    const found = await Promise.all([
      this.proxies.readFirst(
        pods.filter((pod) => looked.has(pod.netns)),
        WAIT_MS,
      ),
      this.netns.readFirst(
        places.filter((place) => looked.has(place.netns)),
        pods,
        WAIT_MS,
      ),
    ])
    return found.includes(true)
  }

  /** What could not be read, by path, with the reason. */
  missing(): { path: string; why: string }[] {
    return [this.proxies, this.netns, this.istiods, this.logs, this.users, this.events].flatMap((collector) => collector.missing())
  }

  /** What was read before and can't be read now, by folder: it stands as it was, and says its age. */
  outdated(): Outdated[] {
    return [...this.netns.outdated(), ...this.proxies.outdated()]
  }

  /** A pod is gone, or is another one under its name. */
  forget(pod: LivePod): void {
    this.tunnels.closePod(pod.namespace, pod.name)
    if (pod.proxy) this.proxies.forget(pod.netns)
    this.users.forget(pod.netns)
  }

  /** Nobody looks any more. */
  rest(): void {
    this.logs.close()
  }

  close(): void {
    this.tunnels.closeAll()
    this.logs.close()
  }
}
