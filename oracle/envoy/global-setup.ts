import type { TestProject } from 'vitest/node'
import { ensureEnvoy } from '@/scripts/test/envoy.mjs'

declare module 'vitest' {
  export interface ProvidedContext {
    envoy: { file?: string; why?: string }
  }
}

/** Gets the real Envoy, or the reason to skip by. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('envoy', await ensureEnvoy())
}
