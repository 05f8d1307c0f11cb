/** Keeps the texts used last, up to a number of bytes (two a character, as V8 may need). */
export class TextCache {
  private readonly texts = new Map<string, string>()
  private held = 0

  constructor(private readonly maxBytes: number) {}

  get(key: string): string | undefined {
    const text = this.texts.get(key)
    if (text !== undefined) {
      this.texts.delete(key)
      this.texts.set(key, text)
    }
    return text
  }

  set(key: string, text: string): void {
    this.drop(key)
    this.texts.set(key, text)
    this.held += text.length * 2
    for (const oldest of this.texts.keys()) {
      if (this.held <= this.maxBytes || oldest === key) break
      this.drop(oldest)
    }
  }

  /** Bytes held now. */
  get bytes(): number {
    return this.held
  }

  private drop(key: string): void {
    const text = this.texts.get(key)
    if (text === undefined) return
    this.texts.delete(key)
    this.held -= text.length * 2
  }
}
