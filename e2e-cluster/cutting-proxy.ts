import { connect, createServer, type Server, type Socket } from 'node:net'

/** A TCP proxy before an API server whose connections can be cut, also in the middle of what is being sent. */
export class CuttingProxy {
  private readonly sockets = new Set<Socket>()
  private readonly server: Server
  /** Bytes after which every connection is cut; null: none is. */
  cutAfter: number | null = null
  cuts = 0

  constructor(
    private readonly host: string,
    private readonly port: number,
  ) {
    this.server = createServer((down) => this.join(down))
  }

  listen(): Promise<number> {
    return new Promise((done) =>
      this.server.listen(0, '127.0.0.1', () => {
        const address = this.server.address()
        done(typeof address === 'object' && address ? address.port : 0)
      }),
    )
  }

  /** Cuts everything that is open, as a router that forgets. */
  cutAll(): void {
    for (const socket of this.sockets) socket.destroy()
    this.cuts++
  }

  close(): void {
    this.cutAll()
    this.server.close()
  }

  private join(down: Socket): void {
    const up = connect(this.port, this.host)
    const both = [down, up]
    let sent = 0
    for (const socket of both) {
      this.sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        this.sockets.delete(socket)
        for (const other of both) other.destroy()
      })
    }
    down.pipe(up)
    up.on('data', (chunk: Buffer) => {
      sent += chunk.length
      const cut = this.cutAfter
      if (cut !== null && sent > cut) {
        // The half of a chunk: an object is torn in the middle.
        down.write(chunk.subarray(0, chunk.length >> 1), () => down.destroy())
        this.cuts++
        this.cutAfter = null
      } else if (!down.write(chunk)) {
        up.pause()
        down.once('drain', () => up.resume())
      }
    })
  }
}
