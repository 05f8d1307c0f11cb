import type { Step, Walk } from '@/lib/api/step'
import { factCodes } from '@/lib/walk/words'

const FACT = 'server certificate'
const UNSEEN = 'not checked: the server’s certificate was not seen'

/** Whether on every way a proxy that was seen ends the TLS, and so tells on its filter chain's card whether its certificate was looked at. */
function isTold({ steps }: Pick<Walk, 'steps'>): boolean {
  if (steps.some(({ kind, facts }) => kind === 'filterChain' && facts?.[FACT] !== undefined)) return true
  const branches = steps.at(-1)?.branches ?? []
  return branches.length > 0 && branches.every(isTold)
}

/**
 * The steps of a proxy that asks the server's certificate for names (SANs), before the walk that follows them: where no seen proxy shows that
 * certificate, as that of a host outside of the mesh, the endpoint's card says that nothing was checked.
 */
export function withUncheckedServer(steps: readonly Step[], onward: Walk): Step[] {
  if (isTold(onward)) return [...steps]
  return steps.map((step) => {
    if (step.kind !== 'endpoint' || step.facts?.SANs === undefined) return step
    const facts = { ...step.facts, [FACT]: UNSEEN }
    return { ...step, facts, ...factCodes(facts) }
  })
}
