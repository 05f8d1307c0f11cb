'use client'

/** Stands below every view once there is something to play. */
export function PlayerBar() {
  return null
}
