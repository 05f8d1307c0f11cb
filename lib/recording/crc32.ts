/** tables[k][n]: what byte n does to a checksum that k more bytes follow; four of them take a word at a time. */
const tables = Array.from({ length: 4 }, () => new Uint32Array(256))
const [table0, table1, table2, table3] = tables as [Uint32Array, Uint32Array, Uint32Array, Uint32Array]
for (let n = 0; n < 256; n++) {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  table0[n] = c
}
for (const [k, table] of tables.entries())
  for (let n = 0; k > 0 && n < 256; n++) {
    const c = tables[k - 1]?.[n] ?? 0
    table[n] = (table0[c & 0xff] as number) ^ (c >>> 8)
  }

/** CRC-32 of the bytes as zip stores it (ISO 3309, reflected 0x04C11DB7). */
export function crc32(data: Uint8Array): number {
  let c = 0xffffffff
  let at = 0
  // Every index is below the length, or masked to a byte: what is read is there.
  for (const whole = data.length - (data.length % 4); at < whole; at += 4) {
    c ^= (data[at] as number) | ((data[at + 1] as number) << 8) | ((data[at + 2] as number) << 16) | ((data[at + 3] as number) << 24)
    c =
      (table3[c & 0xff] as number) ^
      (table2[(c >>> 8) & 0xff] as number) ^
      (table1[(c >>> 16) & 0xff] as number) ^
      (table0[c >>> 24] as number)
  }
  for (; at < data.length; at++) c = (table0[(c ^ (data[at] as number)) & 0xff] as number) ^ (c >>> 8)
  return (c ^ 0xffffffff) >>> 0
}
