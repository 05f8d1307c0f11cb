import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { nodeBinary } from '../scripts/setup/project.mjs'
import { type Contexts, kubeconfigOf } from './api-server'

const PORT = Number(process.env.HOPSCOPE_E2E_PORT ?? 3917) + 1

export interface LiveProduct {
  address: string
  /** The server stands still; what is asked of it waits until what this returns is called. */
  pause: () => () => void
  close: () => void
}

/** A server of its own, with a kubeconfig: a cluster that is connected would be the first source of every other test. One at a time. */
export async function startProduct(contexts: Contexts): Promise<LiveProduct> {
  const address = `http://127.0.0.1:${PORT}`
  const folder = mkdtempSync(join(tmpdir(), 'hopscope-contexts-'))
  const kubeconfig = join(folder, 'config')
  writeFileSync(kubeconfig, kubeconfigOf(contexts))
  const file = join(process.env.HOPSCOPE_DIST ?? '.next', 'standalone/server.js')
  const env = { ...process.env, KUBECONFIG: kubeconfig, PORT: String(PORT), HOSTNAME: '127.0.0.1', NODE_ENV: 'production' as const }
  const child = spawn(nodeBinary() ?? process.execPath, [file], { env, stdio: 'ignore' })
  const answers = () =>
    fetch(`${address}/icon.svg`).then(
      ({ ok }) => ok,
      () => false,
    )
  await expect.poll(answers, { timeout: 60_000 }).toBe(true)
  return {
    address,
    pause: () => {
      child.kill('SIGSTOP')
      return () => child.kill('SIGCONT')
    },
    close: () => {
      child.kill('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
