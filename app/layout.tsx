import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import { NextIntlClientProvider } from 'next-intl'
import { getLocale, getTranslations } from 'next-intl/server'
import { type ReactNode, Suspense } from 'react'
import { Shell } from '@/components/shell/shell'
import { themeScript } from '@/components/shell/theme-script'
import './globals.css'
import { Providers } from '@/app/providers'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('shell')
  return { title: 'Hopscope', description: t('description') }
}

export const viewport: Viewport = {
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfbfa' },
    { media: '(prefers-color-scheme: dark)', color: '#0f1413' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined
  return (
    // The script below sets the theme before the first paint, so the attribute differs from the server's.
    <html lang={await getLocale()} suppressHydrationWarning>
      <head>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, under the page's nonce */}
        <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>
        <NextIntlClientProvider>
          <Suspense>
            <Providers>
              <Shell>{children}</Shell>
            </Providers>
          </Suspense>
        </NextIntlClientProvider>
      </body>
    </html>
  )
}
