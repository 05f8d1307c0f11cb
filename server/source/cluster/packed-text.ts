import { promisify } from 'node:util'
import { deflate, inflateSync } from 'node:zlib'

/** Characters from which a text is worth packing. */
const FROM = 128 * 1024
/** The quickest: dumps are repetitive enough to become a twentieth all the same. */
const LEVEL = 1

const packing = promisify(deflate)

/** A text that takes little memory while nobody reads it: dumps of a large mesh's Envoys have tens of megabytes each. */
export class PackedText {
  private text: string | null
  private readonly make: (() => string) | null
  private packed: Buffer | null = null
  /** Read since it was last asked to rest. */
  private isRead = true

  /** `length` in characters. A text that can be made again is not kept at all. */
  constructor(
    readonly length: number,
    source: string | (() => string),
  ) {
    this.text = typeof source === 'string' ? source : null
    this.make = typeof source === 'string' ? null : source
  }

  read(): string {
    this.isRead = true
    this.text ??= this.make?.() ?? (this.packed === null ? '' : inflateSync(this.packed).toString('utf8'))
    return this.text
  }

  /** Characters that it takes in memory now. */
  get size(): number {
    return this.text?.length ?? this.packed?.length ?? 0
  }

  /** Lets go of the text, unless it was read since the last call or is small. Who reads it meanwhile is served. */
  async rest(): Promise<void> {
    const { text, isRead } = this
    this.isRead = false
    if (text === null || text.length < FROM || isRead) return
    if (this.make === null) this.packed ??= await packing(text, { level: LEVEL })
    if (!this.isRead) this.text = null
  }
}
