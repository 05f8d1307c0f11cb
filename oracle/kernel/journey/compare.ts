import type { ExpectedJourney } from '@/oracle/kernel/journey/expected'
import type { HookPass, Journey, Seen } from '@/oracle/kernel/journey/journey'

/** Whether the kernel's journey is one that the evaluation allows. Ports that it leaves to the kernel are taken as they came. */
export function agrees(observed: Journey, { journey, open }: ExpectedJourney): boolean {
  if (open) return startsAs(observed, journey)
  return observed.length === journey.length && observed.every((pass, index) => samePass(pass, journey[index]))
}

/** Whether the first hooks of a journey can be those of the kernel's: what follows an open way is not said. */
export function mayBecome(observed: Journey, { journey, open }: ExpectedJourney): boolean {
  return open ? startsAs(observed, journey) : journey.every((pass, index) => samePass(observed[index], pass))
}

/** Where nothing is said of what follows, the steps so far are compared; of the last one only the rule. */
function startsAs(observed: Journey, expected: Journey): boolean {
  const [last, known] = [expected.at(-1), expected.slice(0, -1)]
  if (!last || !known.every((pass, index) => samePass(pass, observed[index]))) return false
  const [got, steps] = [observed[known.length], last.steps.slice(0, -1)]
  const rule = last.steps.at(-1)?.split(' ')[0]
  return (
    got?.hook === last.hook &&
    sameSeen(got.before, last.before) &&
    steps.every((step, index) => step === got.steps[index]) &&
    (rule === undefined || (got.steps[steps.length] ?? '').startsWith(`${rule} `))
  )
}

function samePass(observed: HookPass | undefined, expected: HookPass | undefined): boolean {
  return (
    observed !== undefined &&
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
