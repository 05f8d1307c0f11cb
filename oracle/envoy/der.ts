/** One DER element (X.690): tag, length, content. */
export function der(tag: number, ...parts: Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255]
  return Buffer.concat([Uint8Array.from([tag, ...size]), content])
}

/** OBJECT IDENTIFIER of "1.2.840.…". */
export function oid(text: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const part of rest) {
    const groups = [part & 127]
    for (let left = part >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128)
    bytes.push(...groups)
  }
  return der(0x06, Uint8Array.from(bytes))
}

export const sequence = (...parts: Uint8Array[]): Uint8Array => der(0x30, ...parts)
export const set = (...parts: Uint8Array[]): Uint8Array => der(0x31, ...parts)
export const utf8 = (text: string): Uint8Array => der(0x0c, Buffer.from(text))
export const bitString = (bytes: Uint8Array): Uint8Array => der(0x03, Uint8Array.from([0]), bytes)
export const octets = (bytes: Uint8Array): Uint8Array => der(0x04, bytes)
export const explicit = (number: number, part: Uint8Array): Uint8Array => der(0xa0 + number, part)
