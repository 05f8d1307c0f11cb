/** Runs of octets: 6 are an address, 14 the header of a frame as netfilter logs it (destination, source, type). Fingerprints are longer. */
const OCTETS = /(?<![0-9A-Fa-f:])(?:[0-9A-Fa-f]{2}:){5,31}[0-9A-Fa-f]{2}(?![0-9A-Fa-f:])/g
const ADDRESS_CHARS = 17
/** Nobody's: none, everybody's, multicast's. */
const COMMON = /^(?:00:00:00:00:00:00|ff:ff:ff:ff:ff:ff|33:33:|01:00:5e:)/i

/** Gives each hardware address another one of those that a machine may give itself, in the order in which they are met. */
export class MacText {
  private readonly known = new Map<string, string>()

  replace(text: string): string {
    return text.replace(OCTETS, (run) => {
      if (run.length === ADDRESS_CHARS) return this.of(run)
      if (run.length !== 41) return run
      return `${this.of(run.slice(0, ADDRESS_CHARS))}:${this.of(run.slice(18, 18 + ADDRESS_CHARS))}${run.slice(35)}`
    })
  }

  private of(address: string): string {
    if (COMMON.test(address)) return address
    const key = address.toLowerCase()
    const hex = (this.known.size + 1).toString(16).padStart(8, '0')
    const found = this.known.get(key) ?? `02:00:${hex.match(/../g)?.join(':')}`
    this.known.set(key, found)
    return found
  }
}
