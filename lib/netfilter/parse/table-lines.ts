import type { Table } from '@/lib/netfilter/model'
import type { ChainLines } from '@/lib/netfilter/parse/chain-lines'

/** A table that knows where its chains' headings stand, and names them when it is first asked: most of what a big dump holds never is. */
export class TableLines implements Table {
  readonly name: string
  private readonly declared: ChainLines[] = []
  private index: Map<string, ChainLines> | null = null
  private readonly onTwice: (again: ChainLines) => void

  /** `onTwice` hears of each heading whose name an earlier one has. */
  constructor(name: string, onTwice: (again: ChainLines) => void) {
    this.name = name
    this.onTwice = onTwice
  }

  get chains(): Map<string, ChainLines> {
    return this.nameChains()
  }

  /** Cuts the names out of the text, once. */
  nameChains(): Map<string, ChainLines> {
    if (this.index) return this.index
    this.index = new Map()
    for (const chain of this.declared) this.enter(this.index, chain)
    return this.index
  }

  /** Takes a chain by its heading. */
  declare(chain: ChainLines): void {
    if (this.index) this.enter(this.index, chain)
    else this.declared.push(chain)
  }

  /** The first of two headings stays, with the rules of both. */
  private enter(index: Map<string, ChainLines>, chain: ChainLines): void {
    const first = index.get(chain.name)
    if (!first) {
      index.set(chain.name, chain)
      return
    }
    first.takeRulesOf(chain)
    this.onTwice(chain)
  }
}
