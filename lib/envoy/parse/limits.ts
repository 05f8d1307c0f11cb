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
