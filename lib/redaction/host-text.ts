/** Labels with dots between them; a backslash before a dot is a regular expression's. */
const TOKEN = /[A-Za-z0-9_-]+(?:\\{0,4}\.[A-Za-z0-9_-]+)+/g
const DOT = /\\{0,4}\./
const HOST = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}$/i
/** Fields of Kubernetes', Istio's and Envoy's objects that hold names of hosts. */
const FIELD =
  /"(?:hosts?|hostnames?|domains|server_?[nN]ames|sni_?[hH]osts|sni|authority|exact|externalName|address|issuer|(?:host_?)?[rR]ewrite(?:_literal)?|hostRedirect|host_redirect)"\s*:\s*(?:"([^"]{1,300})"|\[([^\]{}]*)\])/g
const STRING = /"([^"]{1,300})"/g
const URL_HOST = /\b[a-z][a-z0-9+.-]{1,20}:\/\/([A-Za-z0-9.-]{3,253})/g
const MAIL_HOST = /@([A-Za-z0-9.-]{3,253})/g
/** The part of an image's name before its first slash is a host when it has a dot. */
const IMAGE = /"image(?:ID)?"\s*:\s*"([A-Za-z0-9.-]{3,253})(?::\d+)?\//g
/** Lines of an access log, Envoy's own or JSON; other logs name files and versions in the same form. */
const ACCESS_LINE = /^(?:\[\d{4}-|\{).*$/gm
const WORD = /(?<=[\s"])([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,24})(?::\d{1,5})?(?=[\s"])/g
const NAMESPACE = /"namespace"\s*:\s*"([a-z0-9-]{1,63})"/g
/** Names that are kept: whoever asks an ingress may invent any number of hosts. */
const MAX_NAMES = 100_000
const CLUSTER_DOMAIN = /\.svc\.([a-z0-9-]+(?:\.[a-z0-9-]+)+)/g

/** Everybody's, or programs tell things by them. */
const PUBLIC = new Set(
  'k8s.io kubernetes.io istio.io envoyproxy.io googleapis.com docker.io quay.io gcr.io ghcr.io cluster.local prometheus.io spiffe.io w3.org'.split(
    ' ',
  ),
)
/** The end of every name that was made up (RFC 2606). */
const MADE_UP = 'example'

/**
 * Learns the names of hosts outside of the cluster, and then gives each of their labels another one, everywhere the same: what is below
 * a domain stays below it, and wildcards hold for the same names. Kubernetes' own names (Services, pods) are not touched.
 */
export class HostText {
  /** Names that were met, in lower case. */
  private readonly met = new Set<string>()
  private readonly namespaces = new Set<string>()
  private readonly labels = new Map<string, string>()
  private found: ReadonlySet<string> | null = null

  /** `isLog`: only there may a name stand between blanks. */
  learn(text: string, isLog: boolean): void {
    for (const [, namespace = ''] of text.matchAll(NAMESPACE)) this.namespaces.add(namespace)
    for (const [, one, list] of text.matchAll(FIELD)) {
      if (one !== undefined) this.note(one)
      else for (const [, each = ''] of (list ?? '').matchAll(STRING)) this.note(each)
    }
    for (const [, host = ''] of [...text.matchAll(URL_HOST), ...text.matchAll(MAIL_HOST), ...text.matchAll(IMAGE)]) this.note(host)
    for (const [line] of isLog ? text.matchAll(ACCESS_LINE) : []) for (const [, host = ''] of line.matchAll(WORD)) this.note(host)
    for (const [, domain = ''] of text.matchAll(CLUSTER_DOMAIN)) this.note(domain)
  }

  replace(text: string): string {
    return this.domains().size === 0 ? text : text.replace(TOKEN, (token) => this.replaceToken(token))
  }

  /** The labels that a domain is known by: `shop` of `www.shop.example`, where it is more than a short or common word. */
  telling(): string[] {
    return [...this.domains()].map((domain) => domain.slice(0, domain.indexOf('.'))).filter((label) => label.length > 3)
  }

  labelOf(label: string): string {
    const key = label.toLowerCase()
    const known = this.labels.get(key) ?? `h${this.labels.size + 1}`
    this.labels.set(key, known)
    return known
  }

  private note(text: string): void {
    const [host = ''] = text
      .toLowerCase()
      .replace(/:\d{1,5}$/, '')
      .split('/')
      .slice(-1)
    if (this.met.size < MAX_NAMES && HOST.test(host)) this.met.add(host)
  }

  /** The last two labels of each name outside of the cluster. */
  private domains(): ReadonlySet<string> {
    if (this.found) return this.found
    const hosts = [...this.met].sort().map((host) => host.split('.'))
    const services = new Set(
      hosts.flatMap((labels) => (labels.includes('svc') ? [labels.slice(0, labels.indexOf('svc')).slice(-2).join('.')] : [])),
    )
    const outside = hosts.filter((labels) => {
      const last = labels.at(-1) ?? ''
      const domain = labels.slice(-2).join('.')
      if (labels.includes('svc') || services.has(domain) || (labels.length === 2 && this.namespaces.has(last))) return false
      return last !== 'local' && last !== MADE_UP && !PUBLIC.has(domain) && !domain.startsWith('*')
    })
    // Named in the order of the names, whatever text comes first.
    for (const label of outside.flat()) if (label !== '*') this.labelOf(label)
    this.found = new Set(outside.map((labels) => labels.slice(-2).join('.')))
    return this.found
  }

  private replaceToken(token: string): string {
    const labels = token.split(DOT)
    const dots = token.match(new RegExp(DOT, 'g')) ?? []
    let changed = false
    for (let end = labels.length - 1; end > 0; end--) {
      if (!this.domains().has(`${labels[end - 1]}.${labels[end]}`.toLowerCase())) continue
      changed = true
      let at = end
      for (; at >= 0 && isHostLabel(labels[at] ?? ''); at--) labels[at] = this.labelOf(labels[at] ?? '')
      labels[end] = `${labels[end]}${dots[end - 1] ?? '.'}${MADE_UP}`
      end = at + 1
    }
    return changed ? labels.map((label, n) => (n === 0 ? label : (dots[n - 1] ?? '.') + label)).join('') : token
  }
}

/** Istio puts its own parts before a name, with underscores: outbound_.443_._.HOST. */
const isHostLabel = (label: string): boolean => label !== 'svc' && !label.includes('_')
