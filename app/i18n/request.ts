import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { chooseLocale, localeCookie } from '@/app/i18n/locale'
import { loadMessages } from '@/app/i18n/messages'

/** The recordings' files print UTC; so do the pages, and a time on a page can be found in a file. */
const timeZone = 'UTC'

export default getRequestConfig(async () => {
  const locale = chooseLocale((await cookies()).get(localeCookie)?.value, (await headers()).get('accept-language'))
  return { locale, timeZone, messages: await loadMessages(locale) }
})
