/** 0.3333 → "33.3 %"; an unknown chance is a question mark, never a number. */
export const chanceText = (chance: number | null): string => (chance === null ? '?' : `${Number((chance * 100).toFixed(1))} %`)
