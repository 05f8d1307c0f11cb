import type { HookPass, Journey, Seen } from '@/oracle/kernel/journey/journey'

/** Whether the kernel's journey is one that the evaluation allows. Ports that it leaves to the kernel are taken as they came. */
export function agrees(observed: Journey, expected: Journey): boolean {
  return observed.length === expected.length && observed.every((pass, index) => samePass(pass, expected[index]))
}

function samePass(observed: HookPass, expected: HookPass | undefined): boolean {
  return (
    expected !== undefined &&
    observed.hook === expected.hook &&
    observed.steps.join('\n') === expected.steps.join('\n') &&
    sameSeen(observed.before, expected.before) &&
    (observed.after === null ? expected.after === null : expected.after !== null && sameSeen(observed.after, expected.after))
  )
}

function sameSeen(observed: Seen, expected: Seen): boolean {
  return (
    observed.src === expected.src &&
    (expected.sport === null || observed.sport === expected.sport) &&
    observed.dst === expected.dst &&
    observed.dport === expected.dport &&
    observed.mark === expected.mark &&
    observed.in === expected.in &&
    observed.out === expected.out
  )
}
