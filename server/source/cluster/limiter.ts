/** Lets a number of jobs run at a time; the others wait in the order of their coming, urgent ones before. */
export class Limiter {
  private running = 0
  private readonly waiting: { urgent: (() => void)[]; others: (() => void)[] } = { urgent: [], others: [] }

  constructor(private readonly most: number) {}

  async run<T>(job: () => Promise<T>, urgent = false): Promise<T> {
    if (this.running >= this.most) {
      const turn = Promise.withResolvers<void>()
      ;(urgent ? this.waiting.urgent : this.waiting.others).push(turn.resolve)
      await turn.promise
    } else this.running++
    try {
      return await job()
    } finally {
      // The place is handed over, so that nobody slips in between.
      const next = this.waiting.urgent.shift() ?? this.waiting.others.shift()
      if (next) next()
      else this.running--
    }
  }
}
