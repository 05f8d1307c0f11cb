/** One element of DER (X.690): tag, and the range of its content. */
export interface DerElement {
  tag: number
  start: number
  end: number
}

/** Reads the element at `offset`; null when the bytes end too early or the length is not sane. */
export function readDer(bytes: Uint8Array, offset: number, limit: number): DerElement | null {
  const tag = bytes[offset]
  const first = bytes[offset + 1]
  if (tag === undefined || first === undefined || offset + 2 > limit) return null
  let start = offset + 2
  let length = first
  if (first >= 0x80) {
    const count = first & 0x7f
    if (count === 0 || count > 4) return null
    length = 0
    for (let index = 0; index < count; index += 1) length = length * 256 + (bytes[start + index] ?? 0)
    start += count
  }
  const end = start + length
  return end > limit ? null : { tag, start, end }
}

/** The elements inside a constructed element. */
export function derChildren(bytes: Uint8Array, parent: DerElement): DerElement[] {
  const children: DerElement[] = []
  for (let offset = parent.start; offset < parent.end; ) {
    const child = readDer(bytes, offset, parent.end)
    if (child === null) break
    children.push(child)
    offset = child.end
  }
  return children
}
