/** Where the agent listens, on the node's loopback only: the way to it is the API server's port-forward. */
export const AGENT_PORT = 15099
/** Tokens for the agent are good for nothing else, and others are not good for it. */
export const AGENT_AUDIENCE = 'hopscope-agent'
