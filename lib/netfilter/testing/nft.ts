import { spawnSync } from 'node:child_process'

/** What nft itself prints of a rule set, from a network namespace that is gone afterwards; for tests only. */
export interface Listed {
  json: string
  /** `nft -s -a list ruleset`. */
  text: string
}

/** Why nft cannot be asked here; null when it can. It needs root (network namespaces) and nftables. */
export const NFT_MISSING: string | null = ((): string | null => {
  const tried = spawnSync('unshare', ['-n', 'nft', '-j', 'list', 'ruleset'], { encoding: 'utf8' })
  if (tried.error) return `privileges: unshare cannot be started (${tried.error.message})`
  return tried.status === 0 ? null : `privileges: nft cannot be asked in a network namespace (${tried.stderr.trim().slice(0, 120)})`
})()

const MARK = '\n--- the same as text ---\n'

/** Loads a rule set and lists it. Throws nft's own words when it refuses the rule set. */
export function listedByNft(ruleset: string): Listed {
  const script = `ip link set lo up; nft -f - && nft -j list ruleset && printf '${MARK.replaceAll('\n', '\\n')}' && nft -s -a list ruleset`
  const { status, stdout, stderr } = spawnSync('unshare', ['-n', 'sh', '-c', script], { encoding: 'utf8', input: ruleset })
  if (status !== 0) throw new Error(stderr)
  const [json = '', text = ''] = stdout.split(MARK)
  return { json, text }
}
