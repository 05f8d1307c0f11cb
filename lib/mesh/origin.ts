/** Where and when a text was observed: an entry of the recording, and ms on its timeline. */
export interface Origin {
  entry: string
  at: number
}
