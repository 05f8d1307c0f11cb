/** A recording of a thousand Services has 300 entries, a live one of a minute 1,500: far below; a hostile directory ends here. */
export const MAX_ENTRIES = 20_000

/** The sum of the unpacked entries. The largest known recording has 96 MiB; what is larger would not fit a small machine's memory. */
export const MAX_UNPACKED_BYTES = 512 * 1024 * 1024

/** One entry: a config_dump of a large mesh has some 100 MiB; a string of V8 ends at 512 MiB. */
export const MAX_ENTRY_BYTES = 256 * 1024 * 1024

/** Texts of all open recordings kept inflated at a time, so that a walk over one moment reads each entry once. */
export const MAX_CACHED_BYTES = 96 * 1024 * 1024

/** A name longer than this is no path that a recorder would write. */
export const MAX_NAME_LENGTH = 1024

/** Problems kept for one recording; a broken zip would otherwise list every entry. */
export const MAX_PROBLEMS = 200
