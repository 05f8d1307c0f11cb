import type { SourceStatus } from '@/lib/api/source'
import type { Recording } from '@/lib/recording/recording'
import { askRights, type Rights } from '@/server/auth/rights'
import { mayRead, visibleRecording } from '@/server/auth/visible-recording'
import { Failure } from '@/server/http/failure'
import { messageOf } from '@/server/source/cluster/api-failure'
import type { ClusterSource } from '@/server/source/cluster/cluster-source'

/** Rights are asked again after this: what was taken away is gone from the page within it. */
const RIGHTS_MS = 30_000
/** People whose rights and views are kept. */
const MAX_KEPT = 200

/** A live cluster as one person may see it. */
export interface Sight {
  recording: Recording
  /** Whether a path's changes may be told. */
  mayRead(path: string): boolean
  status(): SourceStatus
}

interface Kept {
  at: number
  rights: Promise<Rights>
}

/** What each person sees of one cluster, by the rights that the API server says they have. */
export class Sights {
  private readonly kept = new Map<string, Kept>()
  private readonly views = new Map<string, Recording>()

  constructor(private readonly source: ClusterSource) {}

  /** `token` null: everything. Throws a 401 when the token is good no longer, a 503 when the API server can't be asked. */
  async of(token: string | null): Promise<Sight> {
    const { source } = this
    const rights = token === null ? null : await this.rightsOf(token)
    if (rights === null || rights.everything) return { recording: source.recording, mayRead: () => true, status: () => source.status() }
    return {
      recording: this.view(rights),
      mayRead: (path) => mayRead(rights, path),
      status: () => visibleStatus(source.status(), rights),
    }
  }

  private view(rights: Rights): Recording {
    const view = this.views.get(rights.key) ?? visibleRecording(this.source.recording, rights)
    remember(this.views, rights.key, view)
    return view
  }

  private async rightsOf(token: string): Promise<Rights> {
    const { api } = this.source
    const known = this.kept.get(token)
    if (known && performance.now() - known.at < RIGHTS_MS) return known.rights
    const rights = askRights(api, token, this.source.resources(), this.source.namespaceNames())
    remember(this.kept, token, { at: performance.now(), rights })
    try {
      return await rights
    } catch (error) {
      this.kept.delete(token)
      if ((error as { status?: unknown }).status === 401) throw new Failure('unauthorized', 'Your token has expired. Log in again.')
      throw new Failure('unavailable', `The API server can't be asked what you may see: ${messageOf(error)}`)
    }
  }
}

/** The newest stands last; the oldest make room. */
function remember<T>(kept: Map<string, T>, key: string, value: T): void {
  kept.delete(key)
  kept.set(key, value)
  for (const oldest of kept.keys()) if (kept.size > MAX_KEPT) kept.delete(oldest)
}

/** How many there are of what one may not list says something, too. */
function visibleStatus(status: SourceStatus, rights: Rights): SourceStatus {
  const nothing = { done: 0, of: 0 }
  return {
    ...status,
    proxies: { ...nothing, refused: null },
    namespaces: nothing,
    agents: { running: 0, of: 0 },
    troubles: [],
    outdated: status.outdated.filter(({ folder }) => mayRead(rights, `${folder}/`)),
    tunnels: 0,
  }
}
