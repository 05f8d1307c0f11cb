import { height } from '@/lib/path/geometry'
import type { CardContent } from '@/lib/path/model'

/** Wider than any glyph of that kind in the product's fonts, as a share of the font size: a box measured by it is never too small. */
const narrow = new Set("ijlI.,:;|!'()[]{} tfr-›·")
const share = (char: string) => (char.charCodeAt(0) > 0x2e80 ? 1 : narrow.has(char) ? 0.4 : /[A-Zmw@%]/.test(char) ? 0.82 : 0.62)

/** The width of a text in px; mono text has one width a character (Korean and other wide ones: two). */
export function measure(text: string, size: number, mono: boolean): number {
  let width = 0
  for (const char of text) width += mono ? (char.charCodeAt(0) > 0x2e80 ? 1.05 : 0.6) : share(char)
  return Math.ceil(width * size)
}

/** One line of names in a folded card of the narrow set. */
const foldedLine = 216

/** How high a card is, by what it says. */
export function cardHeight(card: CardContent): number {
  switch (card.look) {
    case 'rewrite':
      return card.tone === null ? height.rewrite : height.rewrite + height.row
    case 'routing':
      return card.lines.length === 0 ? height.line : height.card
    case 'passed':
      return height.passed
    case 'fold':
      return card.lines.every((line) => measure(String(line.text), 10.5, true) < foldedLine) ? height.card : height.fold
    case 'app':
      return height.app
    case 'outcome':
      return height.outcome
    case 'choices':
      return height.line + height.row * Math.min(card.choices?.length ?? 0, 5)
    default:
      return card.lines.length > 1 ? height.third : card.lines.length === 0 ? height.line : height.card
  }
}
