import path from 'node:path'
import { build } from 'vite'
import { root } from './project.mjs'

/** Writes a program of the project as one file into a folder: Node strips types by itself but does not know the `@/` alias. */
export async function bundle(source, folder, file) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    resolve: { alias: [{ find: /^@\//, replacement: root }] },
    // The client is large and loaded only where a kubeconfig is read.
    ssr: { noExternal: true, external: ['@kubernetes/client-node'] },
    build: {
      ssr: path.join(root, source),
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'node22',
      rollupOptions: { output: { entryFileNames: file } },
    },
  })
}
