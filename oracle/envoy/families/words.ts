import fc from 'fast-check'

/** Few words, so that configurations and requests meet often. */
export const HOSTS = [
  'a.test',
  'b.test',
  'x.a.test',
  'y.x.a.test',
  'api.test',
  'api.test:8080',
  'A.Test',
  'c.org',
  'a.test.',
  'xa.test',
  'api.org:80',
]
export const DOMAINS = [
  'a.test',
  'x.a.test',
  'api.test',
  'api.test:8080',
  '*.a.test',
  '*a.test',
  '*.test',
  'api.*',
  'a*',
  '*',
  'c.org',
  'api.t*',
  'a.test:*',
]
export const PATHS = [
  '/a;p=1',
  '/a;p=1/b?x=1;2',
  '/',
  '/a',
  '/a/',
  '/a/b',
  '/ab',
  '/A/b',
  '/api',
  '/api/v1/x',
  '/api?x=1',
  '/a?x=1&y=2',
  '/a?x=&z',
  '/a/b?y=abc&x=12',
  '/a%2Fb',
  '/a%2fb',
  '/%61/b',
  '/a;v=1',
  '/a//b',
  '//a',
  '/a/./b',
  '/a/../api',
  '/../a',
  '/a/b/..',
  '/a%5Cb',
  '/a?x=1&x=2',
  '/api/v22/',
  '/a#top',
  '/a%zz',
  '/a%00b',
  '/%2e%2e/a',
  '/a{b}|^`',
  '/a?x=%31',
]
export const VALUES = ['1', '12', '7', 'abc', 'ABC', 'abcd', '', '-3', '0x1', '1.5', '007']
export const REGEXES = ['/a.*', '/a', '/[a-z]+/b', '/api/v[0-9]+/.*', '.*', '/(a|b)/?', 'a', '[0-9]+', 'ab?c', '(?i)abc', '^/a$', '/.']
export const HEADER_NAMES = ['x-a', 'x-b', 'x-n']
export const QUERY_NAMES = ['x', 'y', 'z']

export const word = (words: readonly string[]) => fc.constantFrom(...words)

/** A field that is there once in `of` times. */
export const optional = <T>(arbitrary: fc.Arbitrary<T>, of = 3): fc.Arbitrary<T | undefined> =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: of - 1 }, { arbitrary, weight: 1 })
