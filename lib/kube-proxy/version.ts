/** A Kubernetes version; builds and patches change no rule. */
export interface KubeVersion {
  major: number
  minor: number
}

/** Reads `v1.30.3`, `1.31.2+k3s1`; null when it is none. */
export function parseKubeVersion(text: string | null | undefined): KubeVersion | null {
  const found = /^v?(\d{1,3})\.(\d{1,3})\b/.exec(text ?? '')
  return found ? { major: Number(found[1]), minor: Number(found[2]) } : null
}

export function atLeast(version: KubeVersion, minor: number): boolean {
  return version.major > 1 || (version.major === 1 && version.minor >= minor)
}
