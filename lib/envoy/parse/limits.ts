/** Largest config_dump accepted, in characters: a gateway of 10,000 routes stays below 100 MB; V8's strings end at 512 Mi. */
export const MAX_DUMP_CHARS = 256 * 1024 * 1024
/** Largest answer of the other admin paths. */
export const MAX_ADMIN_CHARS = 128 * 1024 * 1024
/** Longest access-log line: Envoy itself limits request headers to 60 KiB. */
export const MAX_LINE_CHARS = 128 * 1024
/** Most problems kept for one file; more would hide the first ones. */
export const MAX_PROBLEMS = 100
/** Deepest nesting walked in matchers (and/or/not), far above what control planes write. */
export const MAX_MATCH_DEPTH = 64
/** Longest regular expression handed to the (linear-time) matcher. */
export const MAX_REGEX_CHARS = 8192
/** Most instructions that a regular expression may compile to, and most steps of matching one: instructions times characters. */
export const MAX_REGEX_PROGRAM = 20_000
export const MAX_REGEX_STEPS = 20_000_000
/** Most that is tried of one virtual host's routes: a route counts 1, one with a regular expression 20, as it must be compiled. */
export const MAX_ROUTE_COST = 10_000
/** Most passed-over candidates that an event names. */
export const MAX_SKIPPED = 500
/** Most clusters of one weighted choice, most endpoints of one cluster that become branches. */
export const MAX_BRANCHES = 2_000
/** Most filter chains of one listener that are read, most filters of one chain, most policies of one RBAC filter. */
export const MAX_FILTER_CHAINS = 5_000
export const MAX_FILTERS = 200
export const MAX_POLICIES = 5_000
/** Most that one evaluation follows: a filter that is run counts 1, an endpoint that may be reached 1. Forks multiply. */
export const MAX_STEPS = 4_000
/** Most listeners of one proxy. */
export const MAX_LISTENERS = 20_000
