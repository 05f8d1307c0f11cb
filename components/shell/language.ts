/** A year: a choice of language is for good. */
const maxAgeSeconds = 365 * 24 * 3600

export const otherLanguage = (locale: string): 'en' | 'ko' => (locale === 'ko' ? 'en' : 'ko')

/** Keeps the choice where the server sees it (app/i18n/locale.ts) at the next request. */
export function rememberLanguage(locale: 'en' | 'ko') {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `hopscope-locale=${locale}; path=/; max-age=${maxAgeSeconds}; samesite=strict`
}
