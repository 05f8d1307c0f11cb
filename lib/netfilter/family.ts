/** Of which version of IP a packet is. */
export type IpVersion = 4 | 6

/** nftables' family of tables that packets of one version of IP alone pass; `inet` is passed by both. */
export type TableFamily = 'ip' | 'ip6'

export const FAMILY: Readonly<Record<IpVersion, TableFamily>> = { 4: 'ip', 6: 'ip6' }

/** The version of a textual address. */
export const versionOf = (ip: string): IpVersion => (ip.includes(':') ? 6 : 4)
