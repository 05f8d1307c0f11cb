import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** 256 bits of randomness in base64 have 44 characters. */
const MIN_LENGTH = 40
/** A repeated word or a keyboard row has few different characters; 40 random ones of base64 have more. */
const MIN_DIFFERENT = 16
const SAMPLE = /change.?me|example|sample|secret.?key|password|replace|hopscope|1234567/i

/**
 * The key that sessions are sealed with, from HOPSCOPE_SESSION_KEY_FILE or HOPSCOPE_SESSION_KEY. Throws when it is missing or nothing that
 * was drawn at random: a server with a key that others know would let everyone in.
 */
export function readSessionKey(env: NodeJS.ProcessEnv): Uint8Array {
  const file = env.HOPSCOPE_SESSION_KEY_FILE
  let text = env.HOPSCOPE_SESSION_KEY ?? ''
  if (file) {
    try {
      text = readFileSync(file, 'utf8')
    } catch {
      throw new Error(`The session key ${file} can't be read. ${HOW}`)
    }
  }
  const key = text.trim()
  if (key === '') throw new Error(`There is no session key. ${HOW}`)
  if (key.length < MIN_LENGTH) throw new Error(`The session key has ${key.length} characters; it needs ${MIN_LENGTH}. ${HOW}`)
  if (SAMPLE.test(key) || new Set(key).size < MIN_DIFFERENT) throw new Error(`The session key is no random one. ${HOW}`)
  return createHash('sha256').update(`hopscope session ${key}`).digest()
}

const HOW = 'Make one: kubectl -n hopscope create secret generic hopscope-session --from-literal=key="$(openssl rand -base64 48)"'
