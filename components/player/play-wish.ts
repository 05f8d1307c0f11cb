let wished: string | null = null

/** Asks the player of this request to play as soon as it stands on the page. */
export function wishToPlay(request: string) {
  wished = request
}

/** Whether this request was asked to be played; an answer uses the wish up. */
export function takeWish(request: string): boolean {
  const mine = wished === request
  if (mine) wished = null
  return mine
}
