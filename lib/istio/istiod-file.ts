import { readJson, textField } from '@/lib/istio/json'
import type { Snapshot } from '@/lib/recording/snapshot'

/** istiod's own default. */
export const DEFAULT_ROOT_NAMESPACE = 'istio-system'

/** One of the files that an istiod says about itself; with several istiods the first one's: they share a configuration. */
export function istiodFile(snapshot: Snapshot, file: string): string | null {
  const path = snapshot.under('istiod').find((candidate) => candidate.split('/')[2] === file)
  return path ? (snapshot.read(path)?.text ?? null) : null
}

/** meshConfig's root namespace: what is said there, and selects nothing, holds in the whole mesh. */
export function rootNamespace(snapshot: Snapshot): string {
  const meshConfig = istiodFile(snapshot, 'mesh.json')
  if (meshConfig === null) return DEFAULT_ROOT_NAMESPACE
  return textField(readJson(meshConfig, 'mesh.json').value, 'rootNamespace') ?? DEFAULT_ROOT_NAMESPACE
}
