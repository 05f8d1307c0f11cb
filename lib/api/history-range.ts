/** How far back the past is drawn. */
export const historyRanges = ['15m', '1h', '6h', '1d'] as const
export type HistoryRange = (typeof historyRanges)[number]
