/** `0.-.1` in the address: for each fork in walk order the index of the branch that the line follows, `-` for the likeliest. */
export function parseFollow(text: string | null): (number | undefined)[] {
  if (!text) return []
  return text
    .slice(0, 200)
    .split('.')
    .map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : undefined))
}

/** The address's text of the followed branches; null when every fork takes the likeliest. */
export function followText(follow: readonly (number | undefined)[]): string | null {
  const text = follow.map((index) => (index === undefined || index < 0 ? '-' : String(index))).join('.')
  return /\d/.test(text) ? text : null
}
