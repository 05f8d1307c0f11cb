import type { Problem, Result } from '@/lib/recording/result'

/** A set of named files, read when asked for: a zip, or a folder. Names are relative, with `/`, already checked by `entryNameProblem`. */
export interface Archive {
  /** Sorted by code point. */
  names(): readonly string[]
  /** Unpacked bytes as the archive says; null for a name that it does not have. */
  size(name: string): number | null
  read(name: string): Result<Uint8Array>
  /** Entries that were left out when it was opened. */
  problems: readonly Problem[]
}

/** More or less came out of an entry than its directory says. */
export class WrongLength extends Error {}

/** Inflates a raw deflate stream whose length must be exactly `size`; throws a WrongLength when it is not, and anything when it is broken. */
export type Inflate = (data: Uint8Array, size: number) => Uint8Array
