/** How much may be read again: so much a second in the long run, and at once what was not used before. Sizes in characters. */
export class Allowance {
  private left: number
  private at = 0

  /** `now` in ms. */
  constructor(
    private readonly now: () => number,
    private readonly perSecond: number,
    private readonly most: number,
  ) {
    this.left = most
  }

  /** Takes a part of it; false: what was taken before has to be made up for first. A large part is taken as soon as anything is left, and made up for later. */
  take(size: number): boolean {
    const now = this.now()
    this.left = Math.min(this.most, this.left + ((now - this.at) / 1000) * this.perSecond)
    this.at = now
    if (this.left <= 0) return false
    this.left -= size
    return true
  }
}
