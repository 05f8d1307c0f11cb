import type { Section } from '@/lib/path/items'

/** Numbers every card 1…n in packet order; outcomes of a fork share one number and carry letters. Returns the next free number. */
export function number(sections: Section[], from: number): number {
  let next = from
  for (const section of sections) {
    const walkThrough = (items: Section['items']) => {
      for (const item of items) {
        if (item.type === 'card') {
          item.id = String(next)
          next += 1
        } else if (item.type === 'envoy') walkThrough(item.items)
        else if (item.type === 'fork') {
          for (const [i, outcome] of item.outcomes.entries()) outcome.id = `${next}${String.fromCharCode(97 + i)}`
          next += 1
        }
      }
    }
    walkThrough(section.items)
  }
  return next
}
