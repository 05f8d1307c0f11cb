/** Who may import whom: a folder may import itself and what is listed here. Everything points downwards, never sideways. */
const LAYERS = {
  app: ['components', 'server', 'lib', 'messages'],
  components: ['lib'],
  server: ['lib'],
  lib: [],
  messages: [],
}

const FIELDS = {
  // Why something is so, as a code with values that both languages can say.
  reason: ['api'],
  api: ['reason'],
  recording: ['api', 'reason'],
  kubernetes: ['recording', 'api', 'reason'],
  netfilter: ['kubernetes', 'recording', 'api', 'reason'],
  envoy: ['recording', 'api', 'reason'],
  // What the two programs that write rules would write now, in netfilter's terms.
  'kube-proxy': ['netfilter', 'kubernetes', 'recording', 'api', 'reason'],
  istio: ['netfilter', 'envoy', 'kubernetes', 'recording', 'api', 'reason'],
  redaction: ['kube-proxy', 'recording', 'api', 'reason'],
  prometheus: ['istio', 'api', 'reason'],
  mesh: ['netfilter', 'envoy', 'istio', 'kube-proxy', 'kubernetes', 'recording', 'api', 'reason'],
  walk: ['mesh', 'netfilter', 'envoy', 'istio', 'kubernetes', 'recording', 'api', 'reason'],
  path: ['api', 'reason'],
  explain: ['path', 'netfilter', 'api', 'reason'],
  agreement: ['walk', 'mesh', 'recording', 'api', 'reason'],
}

/** lib/ is the same in the server, in a worker and in the tests: no I/O, no clock of the machine, no page. */
const NOT_IN_LIB = /^(node:|react($|\/|-)|next($|\/|-)|@xyflow\/|@tanstack\/|@radix-ui\/|radix-ui|nuqs|pino|lucide-react|server-only)/
/** What only the server has must not reach a browser. */
const NOT_IN_COMPONENTS = /^(node:|pino|server-only)/

const IMPORT = /(?:^|[\s;}])(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"\n]+)['"]|import\(\s*['"]([^'"\n]+)['"]\s*\)/g

/** The modules that a source names, with the line of each. */
export function importsOf(text) {
  return [...text.matchAll(IMPORT)].map((hit) => {
    const module = hit[1] ?? hit[2] ?? ''
    return { module, line: text.slice(0, (hit.index ?? 0) + hit[0].lastIndexOf(module)).split('\n').length }
  })
}

/** The module as a path from the checkout's top when it is one of the project's own files, else null. */
function ownFile(from, module) {
  if (module.startsWith('@/')) return module.slice(2)
  if (!module.startsWith('.')) return null
  const parts = from.split('/').slice(0, -1)
  for (const part of module.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function wrongWay(file, module) {
  const [layer = '', field = ''] = file.split('/')
  const target = ownFile(file, module)
  if (target === null) {
    if (layer === 'lib' && NOT_IN_LIB.test(module)) return `lib is pure and must not use "${module}"`
    if (layer === 'components' && NOT_IN_COMPONENTS.test(module)) return `components run in the browser and must not use "${module}"`
    return null
  }
  const [toLayer = '', toField = ''] = target.split('/')
  if (toLayer in LAYERS && toLayer !== layer && !LAYERS[layer].includes(toLayer)) return `${layer} must not import ${toLayer} (${target})`
  if (layer === 'lib' && toLayer === 'lib' && field !== toField) {
    const allowed = FIELDS[field]
    if (!allowed) return `lib/${field} is not in the map of directions (scripts/check/directions.mjs)`
    if (!allowed.includes(toField)) return `lib/${field} must not import lib/${toField} (${target})`
  }
  if (/\.(tsx?|mjs)$/.test(target) && layer !== 'scripts') return `import "${module}" without its ending`
  return null
}

/** One spelling for a module wherever it is named, so that a search finds every use, and a move changes one thing. Styles stand beside what they are for. */
function isRelative(module) {
  return module.startsWith('.') && !module.endsWith('.css')
}

/** Imports of one file that go the wrong way, or are not spelled `@/…`: `FILE:LINE what is wrong`. Tests, and the `testing/` folders that help them, may read files and import what they need. */
export function wrongImports(file, text) {
  const layer = file.split('/')[0] ?? ''
  if (!(layer in LAYERS) || !/\.tsx?$/.test(file)) return []
  const maySee = /\.test\.tsx?$|\/testing\//.test(file)
  return importsOf(text).flatMap(({ module, line }) => {
    const why = isRelative(module) ? `import "${module}" as "@/${ownFile(file, module)}"` : maySee ? null : wrongWay(file, module)
    return why ? [`${file}:${line} ${why}`] : []
  })
}
