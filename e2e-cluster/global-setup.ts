import { kubectl, laboratory, whyNot } from '@/e2e-cluster/laboratory'

/** With HOPSCOPE_CLUSTER=boot a cluster that was not up before is taken down again; else it is left for the next run, which is then quick. */
export async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (whyNot() !== null || process.env.HOPSCOPE_CLUSTER !== 'boot') return undefined
  const wasUp = await kubectl('get', 'nodes').then(
    () => true,
    () => false,
  )
  return async () => {
    if (!wasUp) await laboratory('down')
  }
}
