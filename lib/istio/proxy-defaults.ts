/** The user and group of Istio's proxy, which redirection leaves alone, where nothing says another. */
export const PROXY_UID = 1337

/** Where the proxy's agent answers names on loopback; no version lets it be changed. */
export const AGENT_DNS_PORT = 15053
