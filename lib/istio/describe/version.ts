import { istiodFile } from '@/lib/istio/istiod-file'
import { readJson, textField } from '@/lib/istio/json'
import type { Snapshot } from '@/lib/recording/snapshot'

/** `1.23`: the version whose documentation an istioctl of istiod's own version links to; null: none was read. */
export function documentedVersion(snapshot: Snapshot): string | null {
  const version = istiodFile(snapshot, 'version.json')
  if (version === null) return null
  return /^\d{1,5}\.\d{1,5}/.exec(textField(readJson(version, 'version.json').value, 'version') ?? '')?.[0] ?? null
}
