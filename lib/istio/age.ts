const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const YEAR = 365 * DAY

/**
 * An age as kubectl and istioctl print it: 48s, 7m49s, 12m, 3h5m, 9d. Seconds in; negative ages (clocks that differ) are 0s.
 * Source: k8s.io/apimachinery duration.HumanDuration.
 */
export function humanDuration(seconds: number): string {
  const s = Math.floor(seconds)
  if (s < -1) return '<invalid>'
  if (s < 0) return '0s'
  if (s < 2 * MINUTE) return `${s}s`
  if (s < 10 * MINUTE) return pair(s, MINUTE, 'm', 1, 's')
  if (s < 3 * HOUR) return `${Math.floor(s / MINUTE)}m`
  if (s < 8 * HOUR) return pair(s, HOUR, 'h', MINUTE, 'm')
  if (s < 2 * DAY) return `${Math.floor(s / HOUR)}h`
  if (s < 8 * DAY) return pair(s, DAY, 'd', HOUR, 'h')
  if (s < 2 * YEAR) return `${Math.floor(s / DAY)}d`
  if (s < 8 * YEAR) return pair(s, YEAR, 'y', DAY, 'd')
  return `${Math.floor(s / YEAR)}y`
}

function pair(s: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((s % big) / small)
  return `${Math.floor(s / big)}${bigUnit}${rest === 0 ? '' : `${rest}${smallUnit}`}`
}

/** The age at `now` of a moment, both RFC 3339; null when one of them is no time. */
export function ageAt(moment: string | undefined, now: string | undefined): string | null {
  if (!moment || !now) return null
  const ms = Date.parse(now) - Date.parse(moment)
  return Number.isFinite(ms) ? humanDuration(ms / 1000) : null
}
