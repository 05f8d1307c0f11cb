import type { NextConfig } from 'next'
import createNextIntlPlugin from 'next-intl/plugin'

const withNextIntl = createNextIntlPlugin('./app/i18n/request.ts')

/** Headers that hold for every answer; the Content-Security-Policy has a nonce a request and comes from proxy.ts. */
const securityHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Referrer-Policy', value: 'no-referrer' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=()' },
]

const config: NextConfig = {
  output: 'standalone',
  // Several builds and dev servers of one checkout at a time need folders of their own.
  distDir: process.env.HOPSCOPE_DIST ?? '.next',
  outputFileTracingRoot: import.meta.dirname,
  // Read by name at run time (app/i18n/messages.ts, the source of recordings), so tracing can't see them.
  outputFileTracingIncludes: { '/*': ['./messages/**/*.json', './recordings/**/*'] },
  // Loaded from disk, on first use only: who looks at recordings never needs it.
  serverExternalPackages: ['@kubernetes/client-node'],
  poweredByHeader: false,
  reactStrictMode: true,
  // Messages are compiled on the server (app/i18n/messages.ts): pages need no parser for them, only what fills them in.
  turbopack: {
    resolveAlias: {
      'use-intl/format-message': './node_modules/use-intl/dist/esm/production/format-message/format-only.js',
      'd3-interpolate': './components/path/still-viewport.ts',
      'd3-transition': './components/path/still-viewport.ts',
    },
  },
  experimental: { optimizePackageImports: ['radix-ui', 'lucide-react'] },
  // Types and lint have a command of their own (npm run check); a build must not fail in the hands of a user for them.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [{ source: '/:path*', headers: securityHeaders }],
}

export default withNextIntl(config)
