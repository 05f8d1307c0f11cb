import { sha256 } from '@noble/hashes/sha2.js'

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The first characters of the base32 of a text's SHA-256: what kube-proxy names its chains by. */
export function hashOf(text: string, chars: number): string {
  const digest = sha256(new TextEncoder().encode(text))
  let name = ''
  let bits = 0
  let held = 0
  for (let at = 0; name.length < chars; at++) {
    held = (held << 8) | (digest[at] ?? 0)
    bits += 8
    while (bits >= 5 && name.length < chars) {
      bits -= 5
      name += ALPHABET[(held >>> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return name
}
