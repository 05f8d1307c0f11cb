/** Fields that hold secrets in Envoy's messages, in both spellings; their values never leave the parser. */
const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'private_key',
  'privateKey',
  'private_key_provider',
  'privateKeyProvider',
  'pkcs12',
  'password',
  'session_ticket_keys',
  'sessionTicketKeys',
  'generic_secret',
  'genericSecret',
  'hmac_secret',
  'hmacSecret',
  'token_secret',
  'tokenSecret',
])
const PEM_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/
/** "PRIVATE KEY" in base64, in its three alignments, behind "-----BEGIN ". */
const BASE64_PEM_KEY = /LS0tLS1CRUdJTi[A-Za-z0-9+/]{0,60}(UFJJVkFURSBLRV|BSSVZBVEUgS0VZ|QUklWQVRFIEtFW)/

export const REDACTED = '[redacted]'

/** Whether this field's value is a secret, by its name or because it is a PEM private key. */
export function isKeyMaterial(field: string, value: unknown): boolean {
  if (SECRET_FIELDS.has(field)) return true
  if (typeof value !== 'string' || value.length < 100) return false
  return PEM_KEY.test(value) || BASE64_PEM_KEY.test(value)
}

/** Deeper than any message of Envoy, and far from the end of the stack. */
const MAX_DEPTH = 500

/** A deep copy of a JSON value without secrets; what is nested too deeply is left out like one. */
export function withoutKeyMaterial(value: unknown, depth = 0): unknown {
  if (depth > MAX_DEPTH) return REDACTED
  if (Array.isArray(value)) return value.map((item) => (isKeyMaterial('', item) ? REDACTED : withoutKeyMaterial(item, depth + 1)))
  if (typeof value !== 'object' || value === null) return value
  const copy: Record<string, unknown> = Object.create(null)
  for (const [key, child] of Object.entries(value)) copy[key] = isKeyMaterial(key, child) ? REDACTED : withoutKeyMaterial(child, depth + 1)
  return copy
}

/** Takes the secrets out of a freshly parsed JSON value, in place: what is made of it later holds none. What is nested too deeply goes too. */
export function redactKeyMaterial(value: unknown): void {
  const open: { holder: unknown; depth: number }[] = [{ holder: value, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { holder, depth } = next
    if (typeof holder !== 'object' || holder === null) continue
    const fields = Array.isArray(holder) ? holder.keys() : Object.keys(holder)
    for (const key of fields) {
      const child: unknown = Reflect.get(holder, key)
      if (depth >= MAX_DEPTH && typeof child === 'object' && child !== null) Reflect.set(holder, key, REDACTED)
      else if (child !== null && isKeyMaterial(typeof key === 'string' ? key : '', child)) Reflect.set(holder, key, REDACTED)
      else if (typeof child === 'object' && child !== null) open.push({ holder: child, depth: depth + 1 })
    }
  }
}
