/** Put together here so that this file does not find itself. */
const PLACES = ['work', 'root', 'tmp', 'home', 'Users'].join('|')
const MACHINE_PATH = new RegExp(`(?<![\\w.$}~-])/(?:${PLACES})/[\\w.-]+`)
const REGISTRY = new RegExp(['registry[.]npm', 'js|registry[.]yarn', 'pkg'].join(''))

/** What a file tells about the machine it was written on, and which registry it came from: `FILE:LINE what`. */
export function machineTraces(file, text) {
  const found = []
  text.split('\n').forEach((line, index) => {
    const place = MACHINE_PATH.exec(line)
    if (place) found.push(`${file}:${index + 1} names a path of one machine: ${place[0]}`)
    if (REGISTRY.test(line)) found.push(`${file}:${index + 1} names a package registry`)
    if (file === 'package-lock.json' && line.includes('"resolved": "http')) found.push(`${file}:${index + 1} has a "resolved" address`)
  })
  return found.slice(0, 20)
}
