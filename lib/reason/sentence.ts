/**
 * A sentence in every language: `code` is NAMESPACE.CODE (messages/LOCALE/NAMESPACE.json, reason.CODE), `inner` those of the values
 * that are sentences themselves, `because` a second one that follows.
 */
export interface ReasonCode {
  code: string
  values: Record<string, string>
  inner?: Record<string, ReasonCode> | undefined
  because?: ReasonCode | undefined
}

/** English sentences by code, with {name} where a value stands. */
export type Sentences = Readonly<Record<string, string>>

/** Puts values into a sentence; a name without a value stays as it is. */
export function fill(sentence: string, values: Readonly<Record<string, string>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(values, name) ? (values[name] ?? whole) : whole))
}

interface Form {
  code: string
  sentence: string
  /** What stands before, between and after the values. */
  literals: string[]
  names: string[]
}

function formOf([code, sentence]: [string, string]): Form {
  const names = [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '')
  return { code, sentence, literals: sentence.split(/\{\w+\}/), names }
}

/** The values with which a sentence makes this text; null: the text is not made by it. Linear in the text. */
function read({ literals: [first = '', ...rest], names, sentence }: Form, text: string): Record<string, string> | null {
  if (rest.length === 0) return text === sentence ? {} : null
  if (!text.startsWith(first)) return null
  const values: Record<string, string> = {}
  let from = first.length
  for (const [index, literal] of rest.entries()) {
    const to = index < rest.length - 1 ? text.indexOf(literal, from) : text.length - literal.length
    if (to < from || !text.startsWith(literal, to)) return null
    values[names[index] ?? ''] = text.slice(from, to)
    from = to + literal.length
  }
  return values
}

const ownWords = ({ literals }: Form): number => literals.join('').length

/** “{part}: {why}” has none: it says something only where a value is a sentence. */
const hasWords = ({ sentence, literals }: Form): boolean => /\p{L}/u.test(literals.join('')) || !sentence.includes('{')

/** Says which value (by its name and text) is a sentence itself; null: it is data. */
export type ReadValue = (name: string, text: string) => ReasonCode | null

function innerOf(values: Record<string, string>, readValue: ReadValue): Pick<ReasonCode, 'inner'> {
  const found = Object.entries(values).flatMap(([name, text]) => {
    const reason = readValue(name, text)
    return reason ? [[name, reason] as const] : []
  })
  return found.length > 0 ? { inner: Object.fromEntries(found) } : {}
}

/** Finds the sentence behind a text: the one with the most words of its own. null: none makes it, so it is data that stands as it is. */
export function reader(namespace: string, sentences: Sentences, readValue: ReadValue = () => null): (text: string) => ReasonCode | null {
  const forms = Object.entries(sentences)
    .map(formOf)
    .sort((a, b) => ownWords(b) - ownWords(a))
  return (text) => {
    for (const form of forms) {
      const values = read(form, text)
      if (!values) continue
      const { inner } = innerOf(values, readValue)
      if (inner || hasWords(form)) return { code: `${namespace}.${form.code}`, values, ...(inner ? { inner } : {}) }
    }
    return null
  }
}
