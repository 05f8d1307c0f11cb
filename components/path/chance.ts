/** 0.3333 → "33.3 %"; an unknown chance is a question mark, never a number. */
export const chanceText = (chance: number | null): string => (chance === null ? '?' : `${Number((chance * 100).toFixed(1))} %`)

/** The same for places of a few letters: whole percents, but a small chance is not none. */
export const shortChance = (chance: number | null): string =>
  chance === null || chance < 0.01 ? chanceText(chance) : `${Math.round(chance * 100)} %`
