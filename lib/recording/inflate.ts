import { Inflate as InflateStream } from 'fflate'
import { type Inflate, WrongLength } from '@/lib/recording/archive'

/** Compressed bytes handed over at a time: deflate grows a thousandfold at most, so a bomb is noticed within 16 MiB. */
const CHUNK = 16 * 1024

/** Inflates with fflate, chunk by chunk, and stops as soon as more comes out than the archive promised. Throws on a broken stream. */
export const inflateBounded: Inflate = (data, size) => {
  const out = new Uint8Array(size)
  let length = 0
  let ended = false
  const stream = new InflateStream((chunk, final) => {
    if (length + chunk.length > size) throw new WrongLength('longer than its directory entry says')
    out.set(chunk, length)
    length += chunk.length
    ended ||= final
  })
  for (let at = 0; at < data.length; at += CHUNK) {
    const end = Math.min(at + CHUNK, data.length)
    stream.push(data.subarray(at, end), end === data.length)
  }
  if (!ended || length !== size) throw new WrongLength('shorter than its directory entry says')
  return out
}
