import type { RedirectionContext } from '@/lib/istio/redirection/context'

/** Users, then groups, of the proxy: each as `-m owner` takes it. */
export const proxyOwners = ({ settings }: RedirectionContext): string[] => [
  ...settings.proxyUids.map((uid) => `--uid-owner ${uid}`),
  ...settings.proxyGids.map((gid) => `--gid-owner ${gid}`),
]

/** Matches of those whose packets are not redirected at all: groups that are named, or all that are not named. */
export function ownerGroups({ settings }: RedirectionContext): string[] {
  if (settings.ownerGroups === '*') return settings.ownerGroupsExclude.map((group) => `-m owner --gid-owner ${group}`)
  return [settings.ownerGroups.map((group) => `-m owner ! --gid-owner ${group}`).join(' ')].filter((match) => match !== '')
}
