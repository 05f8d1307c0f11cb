/** A release of Kubernetes or Istio; patches and builds change no rule. */
export interface Release {
  major: number
  minor: number
}

/** Reads `v1.30.3`, `1.31.2+k3s1`, `1.28.10-distroless`; null when it is none. */
export function parseRelease(text: string | null | undefined): Release | null {
  const found = /^v?(\d{1,3})\.(\d{1,3})\b/.exec(text ?? '')
  return found ? { major: Number(found[1]), minor: Number(found[2]) } : null
}

/** Whether it is 1.`minor` or newer. */
export function atLeast(release: Release, minor: number): boolean {
  return release.major > 1 || (release.major === 1 && release.minor >= minor)
}
