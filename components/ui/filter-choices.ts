export interface Choice {
  value: string
  /** What stands beside the value: an address, a Service's name. */
  note?: string
  /** The heading under which it is listed. */
  group?: string
}

/** More choices than anyone reads; typing narrows them. */
const shownAtMost = 60

/** The choices that hold every typed word. */
export function filterChoices(choices: readonly Choice[], text: string): Choice[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return choices.slice(0, shownAtMost)
  const found = choices.filter((choice) => {
    const hay = `${choice.value} ${choice.note ?? ''}`.toLowerCase()
    return words.every((word) => hay.includes(word))
  })
  return found.slice(0, shownAtMost)
}
