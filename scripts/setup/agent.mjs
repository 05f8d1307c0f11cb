import path from 'node:path'
import { build } from 'vite'
import { root } from './project.mjs'

/** Writes agent.js, the node agent in one file, into a folder: the same image runs it beside the dashboard's server. */
export async function buildAgent(folder) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: [{ find: /^@\//, replacement: root }] },
    ssr: { noExternal: true, external: ['@kubernetes/client-node'] },
    build: {
      ssr: path.join(root, 'server/agent/main.ts'),
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node22',
      rollupOptions: { output: { entryFileNames: 'agent.js' } },
    },
  })
}
