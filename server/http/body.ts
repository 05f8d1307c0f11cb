import { Failure } from '@/server/http/failure'

/** Reads a request's body up to a limit; more is a 413, as soon as it is known. */
export async function readBody(request: Request, maxBytes: number, what: string): Promise<Uint8Array> {
  const tooLarge = () =>
    new Failure('tooLarge', `${what} is larger than ${Math.floor(maxBytes / (1024 * 1024))} MiB, the most that is taken.`)
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  if (!request.body) throw new Failure('badInput', `${what} is missing: the request has no body.`)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  // Shared, so that a thread can read it without a copy.
  const bytes = new Uint8Array(new SharedArrayBuffer(length))
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}
