export const locales = ['en', 'ko'] as const
export type Locale = (typeof locales)[number]
export const defaultLocale: Locale = 'en'

/** Holds the chosen language; without it the browser's Accept-Language decides. */
export const localeCookie = 'hopscope-locale'

const isLocale = (value: string | undefined): value is Locale => locales.some((locale) => locale === value)

/**
 * The language of a page: the person's choice, else the first language of Accept-Language (RFC 9110 §12.5.4) that
 * Hopscope speaks, by weight, else English.
 */
export function chooseLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (isLocale(cookie)) return cookie
  const wanted = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().split(';')
      const q = parameters.map((p) => p.trim()).find((p) => p.startsWith('q='))
      return { language: tag.toLowerCase().split('-')[0], weight: q ? Number(q.slice(2)) || 0 : 1 }
    })
    .sort((a, b) => b.weight - a.weight)
  for (const { language, weight } of wanted) if (weight > 0 && isLocale(language)) return language
  return defaultLocale
}
