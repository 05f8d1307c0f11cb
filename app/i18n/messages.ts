import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import compile from 'icu-minify/compile'
import type { AbstractIntlMessages } from 'next-intl'
import type { Locale } from '@/app/i18n/locale'

const loaded = new Map<Locale, Promise<AbstractIntlMessages>>()

/**
 * All messages of a language, compiled so that no page needs an ICU parser (next.config.ts leaves it out): each file
 * messages/LOCALE/NAMESPACE.json is one namespace. Read once and kept, but in
 * development read anew so that an edited message shows at the next reload.
 */
export function loadMessages(locale: Locale, folder = join(process.cwd(), 'messages')): Promise<AbstractIntlMessages> {
  if (process.env.NODE_ENV === 'development') return readMessages(locale, folder)
  const known = loaded.get(locale) ?? readMessages(locale, folder)
  loaded.set(locale, known)
  return known
}

async function readMessages(locale: Locale, folder: string): Promise<AbstractIntlMessages> {
  const files = (await readdir(join(folder, locale))).filter((file) => file.endsWith('.json')).sort()
  const entries = await Promise.all(
    files.map(async (file) => {
      const messages: AbstractIntlMessages = JSON.parse(await readFile(join(folder, locale, file), 'utf8'))
      return [file.slice(0, -'.json'.length), compiled(messages)] as const
    }),
  )
  return Object.fromEntries(entries)
}

/** next-intl takes a compiled message where its types name a text. */
function compiled(messages: AbstractIntlMessages): AbstractIntlMessages {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [key, typeof value === 'string' ? compiledText(value) : compiled(value)]),
  )
}

/** Through JSON: the cases of a plural come without a prototype, and such objects don't pass from server to client. */
const compiledText = (text: string): string => JSON.parse(JSON.stringify(compile(text)))
