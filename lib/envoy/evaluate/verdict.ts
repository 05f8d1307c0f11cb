/** The three-valued answer of a match, with the part that decided and why it is not a plain yes. */
export type Match = { is: 'yes' } | { is: 'no' | 'unknown'; part: string; why: string }

export const YES: Match = { is: 'yes' }

export function no(part: string, why: string): Match {
  return { is: 'no', part, why }
}

export function unknown(part: string, why: string): Match {
  return { is: 'unknown', part, why }
}

/** yes or no, by a boolean. */
export function when(holds: boolean, part: string, why: string): Match {
  return holds ? YES : no(part, why)
}

/** All must hold: the first no decides, then the first unknown. */
export function all(parts: Iterable<Match>): Match {
  let open: Match | null = null
  for (const part of parts) {
    if (part.is === 'no') return part
    if (part.is === 'unknown') open ??= part
  }
  return open ?? YES
}

/** One must hold: the first yes decides, then the first unknown, then the last no. */
export function any(parts: Iterable<Match>, part: string): Match {
  let open: Match | null = null
  let last: Match | null = null
  for (const one of parts) {
    if (one.is === 'yes') return YES
    if (one.is === 'unknown') open ??= one
    last = one
  }
  return open ?? last ?? no(part, 'nothing is listed')
}

export function not(match: Match, part: string): Match {
  if (match.is === 'unknown') return match
  return match.is === 'no' ? YES : no(part, 'it holds, and must not')
}
