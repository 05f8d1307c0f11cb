/** A comment this often keeps proxies between from closing a quiet stream. */
export const HEARTBEAT_MS = 15_000
/** A browser reconnects after this time. */
const RETRY_MS = 2000
/**
 * Events that wait for a browser which does not read: it sleeps, or is gone. More are not kept: its stream ends, and when it is there again
 * it asks for everything anew.
 */
export const MAX_WAITING = 32

/** One server-sent event. `id`: what Last-Event-ID will be. */
export function eventText(name: string, id: number, data: unknown): string {
  return `event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`
}

/**
 * A stream of server-sent events. `begin` gets what sends one and what ends the stream, and gives what is to be done when it has ended: by
 * either side, by the request's signal, or because nobody reads it.
 */
export function sseStream(
  begin: (send: (text: string) => void, end: () => void) => () => void,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let beat: NodeJS.Timeout | undefined
  let leave: () => void = () => {}
  let open = true
  const stop = () => {
    if (!open) return
    open = false
    clearInterval(beat)
    leave()
  }
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const end = () => {
        if (!open) return
        stop()
        controller.close()
      }
      const send = (text: string) => {
        if (!open) return
        controller.enqueue(encoder.encode(text))
        if ((controller.desiredSize ?? 0) <= -MAX_WAITING) end()
      }
      signal.addEventListener('abort', end)
      if (signal.aborted) return end()
      send(`retry: ${RETRY_MS}\n\n`)
      beat = setInterval(() => send(': heartbeat\n\n'), HEARTBEAT_MS)
      const begun = begin(send, end)
      // It may have ended while it began.
      if (open) leave = begun
      else begun()
    },
    cancel: stop,
  })
}
