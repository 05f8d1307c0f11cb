import type { TestProject } from 'vitest/node'
import { kernelReason } from '@/scripts/test/kernel.mjs'

declare module 'vitest' {
  export interface ProvidedContext {
    /** Why the kernel can't be asked here; null: it can. */
    kernelReason: string | null
  }
}

/** Gets the tools, or the reason to skip by. */
export default async function setup(project: TestProject): Promise<void> {
  project.provide('kernelReason', await kernelReason())
}
