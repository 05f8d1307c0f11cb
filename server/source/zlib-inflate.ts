import { inflateRawSync } from 'node:zlib'
import { type Inflate, WrongLength } from '@/lib/recording/archive'

/** Node's zlib: several times as fast as fflate, and bounded too. */
export const zlibInflate: Inflate = (data, size) => {
  const out = inflateRawSync(data, { maxOutputLength: Math.max(1, size) })
  if (out.length !== size) throw new WrongLength('shorter than its directory entry says')
  return out
}
