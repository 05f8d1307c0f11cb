import { sha256 } from '@noble/hashes/sha2.js'

/** DER prefix of a SHA-256 DigestInfo (RFC 8017 9.2). */
const DIGEST_INFO = [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20]
/** Largest modulus accepted, in bytes (8192 bits), so that a strange key cannot take long. */
const MAX_MODULUS = 1024

function toBig(bytes: Uint8Array): bigint {
  let hex = '0x0'
  for (const byte of bytes) hex += byte.toString(16).padStart(2, '0')
  return BigInt(hex)
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  let square = base % modulus
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** Verifies RS256 (RSASSA-PKCS1-v1_5 with SHA-256) by the public key; null when the key is not sane. */
export function verifyRs256(modulus: Uint8Array, exponent: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean | null {
  if (modulus.length < 64 || modulus.length > MAX_MODULUS || exponent.length > 8 || exponent.length === 0) return null
  const size = modulus.length
  if (signature.length !== size) return false
  const opened = power(toBig(signature), toBig(exponent), toBig(modulus))
    .toString(16)
    .padStart(size * 2, '0')
  const tail = [...DIGEST_INFO, ...sha256(message)]
  const expected = [0, 1, ...new Array<number>(size - tail.length - 3).fill(0xff), 0, ...tail]
  return opened === expected.map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
