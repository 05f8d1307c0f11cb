import { Attempts } from '@/server/auth/attempts'
import { endOf, loginCookie, MAX_TOKEN_LENGTH, openSession, type Session, sealSession } from '@/server/auth/session'
import { readSessionKey } from '@/server/auth/session-key'
import { Failure } from '@/server/http/failure'
import { log } from '@/server/log'

/** Who really wants a cluster's inside to be open to everyone has to write this. */
const ANONYMOUS = 'everyone-may-see-this-cluster'

/** Who knows whose token something is. */
export interface Knowing {
  /** The user's name; null: the token is nobody's. Throws a Failure when it can't be asked. */
  whose(token: string): Promise<string | null>
}

/** The door of a dashboard in a cluster: who comes in. What that person then sees is for `Sights`. */
export class Gate {
  private readonly key: Uint8Array | null
  private readonly attempts = new Attempts()

  /** Throws when the session key is missing or known to others: then the server must not start. */
  constructor(
    env: NodeJS.ProcessEnv,
    private readonly cluster: () => Knowing | null,
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

  /** Throws a 401 for who is not logged in. null: nobody has to be. */
  async enter(request: Request): Promise<Session | null> {
    if (this.key === null) return null
    const session = await openSession(this.key, request)
    if (!session) throw new Failure('unauthorized', 'Log in first.')
    return session
  }

  /** Trades a token for the cookie of a session. Throws 401 for a bad token, 429 after too many. */
  async login(request: Request, token: string): Promise<{ cookie: string; session: Session }> {
    if (this.key === null) throw new Failure('badInput', 'Nobody logs in here.')
    this.attempts.count()
    const cluster = this.cluster()
    if (!cluster) throw new Failure('unavailable', 'There is no cluster to ask.')
    if (token.length > MAX_TOKEN_LENGTH || !/^[\w.~+/=-]+$/.test(token)) throw new Failure('unauthorized', 'This is no token.')
    const user = await cluster.whose(token)
    if (user === null) throw new Failure('unauthorized', 'The API server does not know this token, or it has expired.')
    const now = Math.floor(Date.now() / 1000)
    const session: Session = { user, token, expiresAt: endOf(token, now) }
    return { cookie: loginCookie(await sealSession(this.key, session), session.expiresAt - now, request), session }
  }

  /** Set-Cookie that ends the session. */
  logout(request: Request): string {
    return loginCookie('', 0, request)
  }
}
