import pino from 'pino'

/** The server's log, one JSON object a line on stderr; HOPSCOPE_LOG sets the level. */
export const log = pino({ name: 'hopscope', level: process.env.HOPSCOPE_LOG ?? 'info', base: null }, pino.destination(2))
