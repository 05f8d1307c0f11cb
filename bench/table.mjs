/** Prints a measurement: what, the value with its unit, the goal if there is one, and what stands behind the value. */
export function printRow({ what, value, unit, goal, detail }) {
  const verdict = goal === undefined ? '' : `goal ≤ ${goal}${unit}  ${value <= goal ? 'met' : 'MISSED'}`
  console.log(`${what.padEnd(58)} ${`${value.toFixed(2)}${unit}`.padStart(12)}  ${verdict.padEnd(22)} ${detail}`)
}
