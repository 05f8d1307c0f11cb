/** A comment this often keeps proxies between from closing a quiet stream. */
export const HEARTBEAT_MS = 15_000
/** A browser reconnects after this time. */
export const RETRY_MS = 2000

/** One server-sent event. `id`: what Last-Event-ID will be. */
export function eventText(name: string, id: number, data: unknown): string {
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`
}
