import { Duplex } from 'node:stream'

/** The pod's end of a port-forward: bytes of channel 0 (data) in both directions, each channel greeted with the port's number. */
export class PodChannel extends Duplex {
  constructor(
    private readonly web: Duplex,
    /** NAMESPACE.POD */
    readonly netns: string,
  ) {
    super()
    web.write(Buffer.from([0, 0, 0]))
    web.write(Buffer.from([1, 0, 0]))
    web.on('data', (frame: Buffer) => this.push(frame.subarray(1)))
    web.on('end', () => this.push(null))
    web.on('error', () => this.destroy())
    web.on('close', () => this.destroy())
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.web.write(Buffer.concat([Buffer.of(0), chunk]), done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.web.destroy()
    done(error)
  }

  // What an HTTP server asks of a TCP socket.
  setTimeout(): this {
    return this
  }
  setNoDelay(): this {
    return this
  }
  setKeepAlive(): this {
    return this
  }
}
