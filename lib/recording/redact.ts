const HIDDEN = '«redacted»'

/** Values of these names are key material or credentials (Envoy's, Kubernetes' and HTTP's names; compared without _, - and case). */
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
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'xapikey',
  'xauthtoken',
])
const MEMBER = /"([A-Za-z_-]{4,40})"(\s*:\s*)"((?:[^"\\]|\\.)+)(?:"|$)/g
const JWT = /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g
const CREDENTIAL = /\b((?:authorization|proxy-authorization|cookie|set-cookie|x-api-key)\s*:\s*)[^'"\r\n]+/gi
/** In the path of an access line. */
const PARAMETER =
  /([?&](?:(?:access|id|refresh|auth)_?token|token|api[-_]?key|client_?secret|secret|passw(?:or)?d|pwd|signature|sig|session(?:_?id)?|jwt|code)=)[^&\s"'#]+/gi
/** On a command line: `--password=…`, `--auth-token …`. */
const OPTION = /((?:^|[\s"'])--?(?:[a-z0-9]{1,40}[-_]){0,5}(?:passw(?:or)?d|token|secret|api[-_]?key)(?:=|\s+)["']?)(?!-)[^\s"',]+/gi
const SCHEME = /\b((?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{16,}/gi
/** An environment variable of a telling name; its value stands behind it, or on the next line. */
const VARIABLE =
  /("name"\s*:\s*"[^"]{0,80}(?:passw|secret|token|api_?key|credential|private_?key)[^"]{0,80}"\s*,?\s*)("value"\s*:\s*")(?:[^"\\]|\\.)*/gi
const VARIABLE_LINE = /"name"\s*:\s*"[^"]{0,80}(?:passw|secret|token|api_?key|credential|private_?key)[^"]{0,80}"\s*,?\s*$/i
const VALUE_LINE = /^(\s*"value"\s*:\s*")(?:[^"\\]|\\.)*/
const KEY_LINE = /-----(?:BEGIN|END) (?:[A-Z]+ )*PRIVATE KEY-----/

/** Takes credentials out of a text that someone will see: JSON values of telling names, bearer tokens, PEM keys. Line by line: the numbers stay. */
export function redact(lines: readonly string[]): { lines: string[]; redacted: boolean } {
  let redacted = false
  let inKey = false
  let named = false
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
    const isValue = named
    named = line.includes('"name"') && VARIABLE_LINE.test(line)
    return line
      .replace(VALUE_LINE, (whole, before: string) => (isValue ? before + hide() : whole))
      .replace(VARIABLE, (_, name: string, before: string) => name + before + hide())
      .replace(MEMBER, (whole, name: string, colon: string) =>
        SECRET_NAMES.has(name.replaceAll(/[_-]/g, '').toLowerCase()) ? `"${name}"${colon}"${hide()}"` : whole,
      )
      .replace(JWT, hide)
      .replace(CREDENTIAL, (_, name: string) => name + hide())
      .replace(PARAMETER, (_, name: string) => name + hide())
      .replace(OPTION, (_, name: string) => name + hide())
      .replace(SCHEME, (_, name: string) => name + hide())
  })
  return { lines: clean, redacted }
}

/** Entries that are never shown: a recorder writes no Secrets, but anyone may pack them. */
export function isSecretEntry(entry: string): boolean {
  return /(?:^|\/)k8s\/secrets\.json$/.test(entry)
}
