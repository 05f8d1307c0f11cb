/** Longest dump that is read: a node of 10,000 Services prints about 20 MB. */
export const MAX_DUMP_CHARS = 128 * 1024 * 1024

/** Longest line of a rule: the kernel's longest comment is 256 bytes, and a rule has a handful of matches. */
export const MAX_LINE_CHARS = 16 * 1024

/** Most rules of one dump, far above what a kernel loads in reasonable time. */
export const MAX_RULES = 1_000_000

/** Most problems that are reported; a file that is no dump at all would have one a line. */
export const MAX_PROBLEMS = 100
