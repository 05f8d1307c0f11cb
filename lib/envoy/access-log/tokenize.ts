/**
 * Splits an access-log line into its fields: [bracketed], "quoted" (a quote inside ends a field only before a space or
 * the end), or up to the next space. null when a bracket or quote is never closed.
 */
export function tokenize(line: string): string[] | null {
  const tokens: string[] = []
  let at = 0
  while (at < line.length) {
    const letter = line[at]
    if (letter === ' ') {
      at += 1
      continue
    }
    if (letter === '[' && tokens.length === 0) {
      const end = line.indexOf(']', at)
      if (end === -1) return null
      tokens.push(line.slice(at + 1, end))
      at = end + 1
      continue
    }
    if (letter === '"') {
      let end = line.indexOf('"', at + 1)
      while (end !== -1 && end + 1 < line.length && line[end + 1] !== ' ') end = line.indexOf('"', end + 1)
      if (end === -1) return null
      tokens.push(line.slice(at + 1, end))
      at = end + 1
      continue
    }
    const end = line.indexOf(' ', at)
    tokens.push(line.slice(at, end === -1 ? line.length : end))
    at = end === -1 ? line.length : end
  }
  return tokens
}
