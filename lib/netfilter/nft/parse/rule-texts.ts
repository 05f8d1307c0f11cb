/** Where a rule or a chain stands in what `nft -a list ruleset` printed. */
export interface RuleText {
  /** Without counters and its handle. */
  text: string
  line: number
}

/** The texts of native rules by family, table, chain and handle. */
export interface RuleTexts {
  rule(family: string, table: string, chain: string, handle: number): RuleText | null
  /** Line of a chain's heading, from 1; null when it is not there. */
  chainLine(family: string, table: string, chain: string): number | null
}

const TABLE = /^table (\S{1,16}) (\S{1,256}) \{/
const CHAIN = /^\tchain (\S{1,256}) \{/
const RULE = /^\t\t([^\t}].*?) # handle (\d{1,12})$/

/** Reads the texts of rules from `nft -a list ruleset` (with or without `-s`). What spreads over several lines is left out. */
export function parseRuleTexts(text: string): RuleTexts {
  const rules = new Map<string, RuleText>()
  const chains = new Map<string, number>()
  let place = ''
  let table = ''
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('\t\t')) {
      const [, rule, handle] = (place !== '' && RULE.exec(line)) || []
      if (rule !== undefined) rules.set(`${place} ${handle}`, { text: withoutCounters(rule), line: index + 1 })
      continue
    }
    const start = TABLE.exec(line)
    if (start) {
      table = `${start[1]} ${start[2]}`
      place = ''
      continue
    }
    const chain = CHAIN.exec(line)?.[1]
    if (chain !== undefined) {
      place = `${table} ${chain}`
      chains.set(place, index + 1)
    } else if (line.startsWith('\t}')) place = ''
  }
  return {
    rule: (family, name, chain, handle) => rules.get(`${family} ${name} ${chain} ${handle}`) ?? null,
    chainLine: (family, name, chain) => chains.get(`${family} ${name} ${chain}`) ?? null,
  }
}

const STATE = /( counter) packets \d{1,20} bytes \d{1,20}|( quota (?:over )?\d{1,20} \w{1,10}) used \d{1,20} \w{1,10}/g

/** A rule as `nft -s` prints it: what its counters and quotas have counted is left out, also where a comment stands behind. */
export function withoutCounters(rule: string): string {
  const parts = ` ${rule}`.split('"')
  // Every second part stands inside quotes.
  const stateless = parts.map((part, index) => (index % 2 === 1 ? part : part.replace(STATE, (_, counter, quota) => counter ?? quota)))
  return stateless.join('"').slice(1)
}
