/**
 * Lets the threads that tests start (server/threads) run the sources as they are: `@/` and missing extensions resolve as the bundler resolves
 * them. The test runner itself brings its own resolver; threads get this one by `--import`.
 */
import { existsSync } from 'node:fs'
import { enableCompileCache, registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)

// What Node makes of the types is kept, so that the threads of other test files start sooner.
enableCompileCache()

registerHooks({
  resolve(specifier, context, next) {
    const own = specifier.startsWith('@/') || (specifier.startsWith('.') && !context.parentURL?.includes('/node_modules/'))
    if (own) {
      const base = specifier.startsWith('@/') ? new URL(specifier.slice(2), root) : new URL(specifier, context.parentURL)
      const file = `${base.href}.ts`
      if (existsSync(fileURLToPath(file))) return next(file, context)
    }
    return next(specifier, context)
  },
})
