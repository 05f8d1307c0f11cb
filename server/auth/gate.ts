import type { SourceStatus } from '@/lib/api/source'
import type { Recording } from '@/lib/recording/recording'
import { reviewToken } from '@/server/agent/token-check'
import { Attempts } from '@/server/auth/attempts'
import { askRights, type Rights } from '@/server/auth/rights'
import { endOf, loginCookie, MAX_TOKEN_LENGTH, openSession, type Session, sealSession } from '@/server/auth/session'
import { readSessionKey } from '@/server/auth/session-key'
import { mayRead, visibleRecording } from '@/server/auth/visible-recording'
import { Failure } from '@/server/http/failure'
import { log } from '@/server/log'
import { messageOf } from '@/server/source/cluster/api-failure'
import type { ClusterSource } from '@/server/source/cluster/cluster-source'

/** Rights are asked again after this: what was taken away is gone from the page within it. */
const RIGHTS_MS = 30_000
/** People whose rights and views are kept. */
const MAX_KEPT = 200
/** Who really wants a cluster's inside to be open to everyone has to write this. */
const ANONYMOUS = 'everyone-may-see-this-cluster'

export interface Sight {
  /** Whether a path's changes may be told. */
  mayRead(path: string): boolean
  status(source: ClusterSource): SourceStatus
}

interface Kept {
  at: number
  rights: Promise<Rights>
}

/** The door of a dashboard in a cluster: who comes in, and what that person sees. */
export class Gate {
  private readonly key: Uint8Array | null
  private readonly kept = new Map<string, Kept>()
  private readonly views = new Map<string, Recording>()
  private readonly attempts = new Attempts()

  /** Throws when the session key is missing or known to others: then the server must not start. */
  constructor(
    env: NodeJS.ProcessEnv,
    private readonly source: () => ClusterSource | null,
  ) {
    const anonymous = env.HOPSCOPE_ANONYMOUS === ANONYMOUS
    this.key = env.HOPSCOPE_CLUSTER !== 'in' || anonymous ? null : readSessionKey(env)
    if (anonymous) log.warn('HOPSCOPE_ANONYMOUS is set: EVERYONE who reaches this port sees the inside of the cluster, without a login')
  }

  /** Whether people have to log in here. */
  get closed(): boolean {
    return this.key !== null
  }

  async sessionOf(request: Request): Promise<Session | null> {
    return this.key === null ? null : openSession(this.key, request)
  }

  /** Throws a 401 for who is not logged in. */
  async enter(request: Request): Promise<Session | null> {
    if (this.key === null) return null
    const session = await openSession(this.key, request)
    if (!session) throw new Failure('unauthorized', 'Log in first.')
    return session
  }

  /** A live cluster as the person of the request may see it. Throws 401 when the token is good no longer. */
  async view(request: Request, recording: Recording): Promise<Recording> {
    const session = await this.enter(request)
    if (session === null) return recording
    const rights = await this.rightsOf(session)
    if (rights.everything) return recording
    const key = `${recording.name} ${rights.key}`
    const view = this.views.get(key) ?? visibleRecording(recording, rights)
    this.views.delete(key)
    this.views.set(key, view)
    for (const oldest of this.views.keys()) if (this.views.size > MAX_KEPT) this.views.delete(oldest)
    return view
  }

  /** What the person of a request may hear of a cluster that is being read. */
  async sight(request: Request): Promise<Sight> {
    const session = await this.enter(request)
    const rights = session === null ? null : await this.rightsOf(session)
    if (rights === null || rights.everything) return { mayRead: () => true, status: (source) => source.status() }
    const nothing = { done: 0, of: 0 }
    return {
      mayRead: (path) => mayRead(rights, path),
      // How many there are of what one may not list says something, too.
      status: (source) => ({
        ...source.status(),
        proxies: nothing,
        namespaces: nothing,
        agents: { running: 0, of: 0 },
        troubles: [],
        tunnels: 0,
      }),
    }
  }

  /** Trades a token for the cookie of a session. Throws 401 for a bad token, 429 after too many. */
  async login(request: Request, token: string): Promise<{ cookie: string; session: Session }> {
    if (this.key === null) throw new Failure('badInput', 'Nobody logs in here.')
    this.attempts.count()
    const source = this.source()
    if (!source) throw new Failure('unavailable', 'There is no cluster to ask.')
    if (token.length > MAX_TOKEN_LENGTH || !/^[\w.~+/=-]+$/.test(token)) throw new Failure('unauthorized', 'This is no token.')
    const who = await reviewToken(source.api, token, null).catch((error: unknown) => {
      throw new Failure('unavailable', `The API server can't be asked who this is: ${messageOf(error)}`)
    })
    if (!who) throw new Failure('unauthorized', 'The API server does not know this token, or it has expired.')
    const now = Math.floor(Date.now() / 1000)
    const session: Session = { user: who.username, token, expiresAt: endOf(token, now) }
    return { cookie: loginCookie(await sealSession(this.key, session), session.expiresAt - now, request), session }
  }

  /** Set-Cookie that ends the session. */
  logout(request: Request): string {
    return loginCookie('', 0, request)
  }

  private async rightsOf(session: Session): Promise<Rights> {
    const source = this.source()
    if (!source) throw new Failure('unavailable', 'There is no cluster to ask.')
    const known = this.kept.get(session.token)
    if (known && performance.now() - known.at < RIGHTS_MS) return known.rights
    const rights = askRights(source.api, session.token, source.resources(), source.namespaceNames())
    this.kept.delete(session.token)
    this.kept.set(session.token, { at: performance.now(), rights })
    for (const oldest of this.kept.keys()) if (this.kept.size > MAX_KEPT) this.kept.delete(oldest)
    try {
      return await rights
    } catch (error) {
      this.kept.delete(session.token)
      if ((error as { status?: unknown }).status === 401) throw new Failure('unauthorized', 'Your token has expired. Log in again.')
      throw new Failure('unavailable', `The API server can't be asked what you may see: ${messageOf(error)}`)
    }
  }
}
