import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { UPSTREAMS, upstream } from '@/oracle/envoy/loopback'

/** What an upstream got, as it says in its answer's x-echo header. */
export interface Echo {
  path: string
  authority: string
  method: string
  headers: [string, string][]
}

/** A request header that asks the upstream for another status than 200. */
export const ANSWER_HEADER = 'x-answer'

function answer(request: IncomingMessage, response: ServerResponse): void {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(',') : value]],
  )
  const echo: Echo = { path: request.url ?? '', authority: request.headers.host ?? '', method: request.method ?? '', headers }
  const asked = Number(request.headers[ANSWER_HEADER] ?? 200)
  request.resume()
  response.writeHead(Number.isInteger(asked) && asked >= 200 && asked < 600 ? asked : 200, {
    'x-echo': Buffer.from(JSON.stringify(echo)).toString('base64'),
  })
  response.end()
}

/** Starts all upstreams; the function that is returned ends them. */
export async function startUpstreams(): Promise<() => Promise<void>> {
  const servers: Server[] = []
  for (let index = 0; index < UPSTREAMS; index += 1) {
    const server = createServer(answer)
    const { ip, port } = upstream(index)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, ip, resolve)
    })
    servers.push(server)
  }
  return async () => {
    for (const server of servers) {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    }
  }
}
