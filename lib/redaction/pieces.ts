/** Characters of a piece: what is done to one takes a millisecond or two. */
const PIECE = 64 * 1024
/** A line that is longer is cut at the end of an object: JSON without line breaks. */
const LONGEST = 4 * PIECE

/** A text in pieces that end where no name, address or list of names is cut. */
export function* piecesOf(text: string): Generator<string> {
  let from = 0
  while (text.length - from > PIECE) {
    const line = text.indexOf('\n', from + PIECE)
    const object = line < 0 || line - from > LONGEST ? text.indexOf('}', from + PIECE) : -1
    const end = object < 0 ? line : object
    if (end < 0) break
    yield text.slice(from, end + 1)
    from = end + 1
  }
  yield text.slice(from)
}
