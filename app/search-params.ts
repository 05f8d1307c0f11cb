import { createParser, createSerializer, parseAsInteger, parseAsNativeArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs'
import type { PagePatch } from '@/components/shell/page-state'

const parseAsFlag = createParser({
  parse: (value: string) => value === '1' || value === 'true',
  serialize: (value: boolean) => (value ? '1' : '0'),
})

/** The typed state of a page's address; names are the HTTP API's where both have them. A header is a parameter of its own: it may hold commas. */
export const searchParams = {
  recording: parseAsString,
  request: parseAsString,
  from: parseAsString,
  url: parseAsString,
  host: parseAsString,
  container: parseAsString,
  method: parseAsString.withDefault('GET'),
  header: parseAsNativeArrayOf(parseAsString),
  at: parseAsInteger.withDefault(0),
  step: parseAsString,
  follow: parseAsString,
  ways: parseAsStringLiteral(['both', 'request', 'answer']).withDefault('both'),
  freeze: parseAsFlag.withDefault(false),
  view: parseAsString,
  level: parseAsStringLiteral(['Error', 'Warning', 'Info']),
  namespace: parseAsString,
}

const write = createSerializer(searchParams)

/** A page's address. Next.js takes `/[…]/` in a link for a part of a route, so that the brackets of an IPv6 address are written as their codes. */
export const serializeAddress = (path: string, patch: PagePatch): string => write(path, patch).replaceAll('[', '%5B').replaceAll(']', '%5D')
