/** A message of the namespace `explain`: <b> is strong, <c> is code; values are data and are never parsed. */
export type Message = { key: string; values: Record<string, string | number> }

export const message = (key: string, values: Record<string, string | number> = {}): Message => ({ key, values })
