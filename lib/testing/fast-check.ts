import fc from 'fast-check'

/** Unit tests draw the same each time; HOPSCOPE_SEED has them draw something else. */
fc.configureGlobal({ seed: Number(process.env.HOPSCOPE_SEED ?? 1) })

export default fc
