/** One step of a note: its number, what it is, the sentence, where it was seen. All said already, in the reader's language. */
export type NoteStep = { id: string; place: string; title: string; sentence: string; evidence: string[] }
export type Note = { title: string; verdict: string; sentence: string; steps: NoteStep[]; address: string; evidence: string }

/** Text that Markdown would read as marks. */
const escaped = (text: string) => text.replaceAll(/[\\`*_[\]<>|#]/g, '\\$&').replaceAll(/\s+/g, ' ')

/** A walk as a Markdown text: a heading for each place that it comes to, a line for each step, where it was seen, the page's address. */
export function noteText(note: Note): string {
  const lines = [`# ${escaped(note.title)}`, '', `**${escaped(note.verdict)}** ${escaped(note.sentence)}`]
  let place = ''
  for (const step of note.steps) {
    if (step.place !== place) lines.push('', `## ${escaped(step.place)}`, '')
    place = step.place
    const sentence = step.sentence === '' ? '' : `: ${escaped(step.sentence)}`
    lines.push(`- ${step.id} **${escaped(step.title)}**${sentence}`)
    if (step.evidence.length > 0)
      lines.push(`  ${escaped(note.evidence)}: ${step.evidence.map((e) => `\`${e.replaceAll('`', '')}\``).join(', ')}`)
  }
  return `${[...lines, '', `<${note.address}>`].join('\n')}\n`
}
