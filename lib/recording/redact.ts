const HIDDEN = '«redacted»'

/** Values of these names are key material or credentials (Envoy's and Kubernetes' names; key comparison is without _ and case). */
const SECRET_NAMES = new Set([
  'privatekey',
  'inlinebytes',
  'password',
  'token',
  'clientsecret',
  'hmacsecret',
  'tokensecret',
  'secret',
  'apikey',
  'authorization',
  'sessionticketkeys',
  'bearertoken',
])
const MEMBER = /"([A-Za-z_]{4,40})"(\s*:\s*)"((?:[^"\\]|\\.)+)(?:"|$)/g
const JWT = /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g
const CREDENTIAL = /\b((?:authorization|proxy-authorization|cookie|set-cookie|x-api-key)\s*:\s*)[^'"\r\n]+/gi
const KEY_LINE = /-----(?:BEGIN|END) (?:[A-Z]+ )*PRIVATE KEY-----/

/** Takes credentials out of a text that someone will see: JSON values of telling names, bearer tokens, PEM keys. Line by line: the numbers stay. */
export function redact(lines: readonly string[]): { lines: string[]; redacted: boolean } {
  let redacted = false
  let inKey = false
  const hide = () => {
    redacted = true
    return HIDDEN
  }
  const clean = lines.map((line) => {
    const marks = line.includes('PRIVATE KEY-----') && KEY_LINE.test(line)
    if (marks || inKey) {
      if (marks) inKey = line.lastIndexOf('-----BEGIN') > line.lastIndexOf('-----END')
      return hide()
    }
    return line
      .replace(MEMBER, (whole, name: string, colon: string) =>
        SECRET_NAMES.has(name.replaceAll('_', '').toLowerCase()) ? `"${name}"${colon}"${hide()}"` : whole,
      )
      .replace(JWT, hide)
      .replace(CREDENTIAL, (_, name: string) => name + hide())
  })
  return { lines: clean, redacted }
}

/** Entries that are never shown: a recorder writes no Secrets, but anyone may pack them. */
export function isSecretEntry(entry: string): boolean {
  return /(?:^|\/)k8s\/secrets\.json$/.test(entry)
}
