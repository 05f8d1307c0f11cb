import type { RequestOptions } from 'node:http'

/** An API server and how one shows who one is there. */
export interface Access {
  /** `https://HOST:PORT`, maybe with a path. */
  server: string
  /** Adds the authority, certificate, headers and agent of a request. Reads tokens that have changed. */
  apply(options: RequestOptions): Promise<void>
}
