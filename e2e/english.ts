import { readdirSync, readFileSync } from 'node:fs'
import { expect, type Page } from '@playwright/test'

const read = (locale: string, file: string): unknown => JSON.parse(readFileSync(`messages/${locale}/${file}`, 'utf8'))

function textsOf(messages: unknown): string[] {
  return typeof messages === 'string' ? [messages] : Object.values(messages as Record<string, unknown>).flatMap(textsOf)
}

const textsIn = (locale: string): string[] => readdirSync(`messages/${locale}`).flatMap((file) => textsOf(read(locale, file)))
const korean = new Set(textsIn('ko'))

/** What Hopscope says in English and not so in Korean, word for word. Messages with values are left to the rule of two words, small single words are names too. */
const own = new Set(textsIn('en').filter((text) => !korean.has(text) && !/[{<]/.test(text) && /[A-Z ]/.test(text) && /[a-z]{3}/.test(text)))

/** A text of the page, and where it stands: by itself, or in which attribute. */
interface Said {
  text: string
  where: string
}

/** Everything that a person sees, or hears from a screen reader, but what is no language of ours by its kind: code, names in code's type, and what is marked as English. */
function saidOn(page: Page, within: string): Promise<Said[]> {
  return page.evaluate((selector) => {
    const attributes = ['title', 'aria-label', 'aria-description', 'aria-valuetext', 'aria-roledescription', 'alt', 'placeholder']
    const found: { text: string; where: string }[] = []
    const isCode = (element: Element) =>
      element.closest('code, pre, kbd, samp, [lang=en], script, style, noscript, nextjs-portal') !== null ||
      /mono/i.test(getComputedStyle(element).fontFamily.split(',')[0] ?? '')
    const isHeard = (element: Element) => element.closest('[aria-hidden=true]') === null
    for (const details of document.querySelectorAll<HTMLDetailsElement>(`${selector} details`)) details.open = true
    for (const element of document.querySelectorAll(`${selector} *`)) {
      if (isCode(element)) continue
      for (const node of element.childNodes)
        if (node.nodeType === Node.TEXT_NODE && node.textContent?.trim()) found.push({ text: node.textContent.trim(), where: 'text' })
      for (const name of attributes) {
        const text = element.getAttribute(name)
        // React Flow names its nodes' and edges' kind for its own tests.
        if (text && (name === 'title' || isHeard(element)) && name !== 'aria-roledescription') found.push({ text, where: name })
      }
    }
    if (document.title) found.push({ text: document.title, where: 'document' })
    const about = document.querySelector<HTMLMetaElement>('meta[name=description]')?.content
    if (about) found.push({ text: about, where: 'description' })
    return found
  }, within)
}

/** Two English words after one another, neither of them a part of a path, an address, an option or a name with a capital. */
const TWO_WORDS = /(?<![\w./:@|“-])[A-Za-z]?[a-z]+(?:['’][a-z]+)? [a-z]{2,}(?:['’][a-z]+)?(?![\w./:@|=-])/

/**
 * Expects no English words of ours on a Korean page. `raw`: what the API gives as a tool's own text (a refusal of Envoy's), and what
 * the address or the person asked for, which are quoted as they are. What is folded away within the part is unfolded.
 */
export async function expectNoEnglish(page: Page, at: string, raw: readonly string[] = [], within = 'body'): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko')
  const quoted = raw.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '')
  const english = (await saidOn(page, within)).filter(({ text }) => {
    const rest = quoted.reduce((left, line) => left.replaceAll(line.trim(), ' '), text)
    return own.has(text) || TWO_WORDS.test(rest)
  })
  expect.soft([...new Set(english.map(({ text, where }) => `${where}: ${text}`))], at).toEqual([])
}
