/** 00:05.25: minutes, seconds and hundredths of a moment on the timeline. */
export function clockText(ms: number): string {
  const whole = Math.max(0, ms)
  const minutes = Math.floor(whole / 60_000)
  const seconds = (whole % 60_000) / 1000
  return `${String(minutes).padStart(2, '0')}:${(Math.floor(seconds * 100) / 100).toFixed(2).padStart(5, '0')}`
}
