import fc from 'fast-check'
import { HEADER_NAMES, optional, PATHS, QUERY_NAMES, REGEXES, VALUES, word } from '@/oracle/envoy/families/words'

/** envoy.type.matcher.v3.StringMatcher. Envoy refuses an empty prefix, suffix or contains. */
export const stringMatcher: fc.Arbitrary<object> = fc
  .oneof(
    word(VALUES).map((exact) => ({ exact })),
    ...(['prefix', 'suffix', 'contains'] as const).map((way) =>
      word(VALUES.filter((value) => value !== '')).map((text) => ({ [way]: text })),
    ),
    word(REGEXES).map((regex) => ({ safe_regex: { regex } })),
  )
  .chain(
    (matcher): fc.Arbitrary<object> =>
      'safe_regex' in matcher ? fc.constant(matcher) : fc.boolean().map((ignore_case) => ({ ...matcher, ignore_case })),
  )

/** envoy.config.route.v3.HeaderMatcher, pseudo headers too. */
export const headerMatcher = fc
  .record(
    {
      name: fc.oneof({ arbitrary: word(HEADER_NAMES), weight: 6 }, word([':method', ':path', ':authority', 'X-A'])),
      form: fc.oneof(
        { arbitrary: stringMatcher.map((string_match) => ({ string_match })), weight: 4 },
        fc.boolean().map((present_match) => ({ present_match })),
        fc
          .tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: 1, max: 15 }))
          .map(([start, size]) => ({ range_match: { start, end: start + size } })),
        fc.constant({}),
      ),
      invert_match: fc.boolean(),
      treat_missing_header_as_empty: fc.boolean(),
    },
    { requiredKeys: ['name', 'form'] },
  )
  .map(({ form, ...rest }) => ({ ...rest, ...form }))

const queryMatcher = fc
  .record({
    name: word(QUERY_NAMES),
    form: fc.oneof(
      stringMatcher.map((string_match) => ({ string_match })),
      fc.boolean().map((present_match) => ({ present_match })),
      fc.constant({}),
    ),
  })
  .map(({ name, form }) => ({ name, ...form }))

const pathMatcher: fc.Arbitrary<object> = fc
  .oneof(
    { arbitrary: word(['/', '/a', '/a/', '/api', '/ab', '']).map((prefix) => ({ prefix })), weight: 4 },
    { arbitrary: word(['/a', '/a/b', '/', '/api/v1/x', '/A/b', '/a/']).map((path) => ({ path })), weight: 2 },
    { arbitrary: word(REGEXES).map((regex) => ({ safe_regex: { regex } })), weight: 2 },
    { arbitrary: word(['/a', '/api', '/api/v1', '/A']).map((path_separated_prefix) => ({ path_separated_prefix })), weight: 2 },
  )
  .chain(
    (matcher): fc.Arbitrary<object> =>
      'safe_regex' in matcher ? fc.constant(matcher) : optional(fc.boolean()).map((case_sensitive) => ({ ...matcher, case_sensitive })),
  )

export const fraction = fc
  .record({ numerator: fc.constantFrom(0, 20, 50, 80, 100), denominator: fc.constantFrom('HUNDRED', 'TEN_THOUSAND') })
  .map(({ numerator, denominator }) => ({ numerator: denominator === 'HUNDRED' ? numerator : numerator * 100, denominator }))

/** envoy.config.route.v3.RouteMatch. */
export const routeMatch = fc
  .record({
    path: pathMatcher,
    headers: fc.array(headerMatcher, { maxLength: 2 }),
    query_parameters: fc.oneof({ arbitrary: fc.constant([]), weight: 4 }, fc.array(queryMatcher, { maxLength: 2 })),
    runtime_fraction: optional(
      fraction.map((default_value) => ({ default_value })),
      8,
    ),
  })
  .map(({ path, ...rest }) => ({ ...path, ...rest }))

/** Request headers: a name may come twice. */
export const requestHeaders = fc.array(fc.tuple(word(HEADER_NAMES), word(VALUES)), { maxLength: 3 })

export const requestPath = fc.oneof(
  { arbitrary: word(['/', '/a', '/a/b', '/api/v1/x', '/a?x=1&y=2']), weight: 2 },
  { arbitrary: word(PATHS), weight: 3 },
)
