import { field, type Json, listField, textField } from '@/lib/istio/json'

/** What an Envoy was started with, as `istioctl proxy-config bootstrap -o short` says it; null where the dump does not. */
export interface BootstrapFacts {
  istioVersion: string | null
  /** `1.31.2/Clean/RELEASE/BoringSSL`. */
  envoyVersion: string | null
  node: string | null
  cluster: string | null
  pointer: string
}

/** Reads the bootstrap section of a config_dump; null: the dump has none. */
export function bootstrapOf(dump: Json): BootstrapFacts | null {
  const configs = listField(dump, 'configs')
  const index = configs.findIndex((section) => textField(section, '@type')?.endsWith('.BootstrapConfigDump'))
  if (index < 0) return null
  const node = field(field(configs[index], 'bootstrap'), 'node')
  return {
    istioVersion: textField(field(node, 'metadata'), 'ISTIO_VERSION'),
    envoyVersion: buildVersion(field(node, 'user_agent_build_version')),
    node: textField(node, 'id'),
    cluster: textField(node, 'cluster'),
    pointer: `/configs/${index}/bootstrap`,
  }
}

function buildVersion(build: Json | undefined): string | null {
  const version = field(build, 'version')
  if (version === undefined) return null
  const number = (name: string) => String(field(version, name) ?? 0)
  const metadata = field(build, 'metadata')
  const words = ['revision.status', 'build.type', 'ssl.version'].map((name) => textField(metadata, name) ?? '')
  return [[number('major_number'), number('minor_number'), number('patch')].join('.'), ...words].join('/')
}
