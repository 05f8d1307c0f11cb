import path from 'node:path'

const OPTIONS = { '--kubeconfig': 'HOPSCOPE_KUBECONFIG', '--context': 'HOPSCOPE_CONTEXT' }

/**
 * `--kubeconfig FILE` and `--context NAME` of `npm start -- …` as the environment that the server reads. A context alone is one of the usual
 * kubeconfig. Throws an Error with a message for a person.
 * @param {string[]} args
 * @param {Record<string, string | undefined>} env
 */
export function readOptions(args, env = process.env, from = env.INIT_CWD ?? process.cwd()) {
  const found = {}
  for (let n = 0; n < args.length; n++) {
    const [name = '', joined] = args[n].split(/=(.*)/s)
    const variable = OPTIONS[name]
    if (!variable) throw new Error(`There is no option "${name}"; known are ${Object.keys(OPTIONS).join(' and ')}.`)
    const value = joined ?? args[++n]
    if (!value) throw new Error(`${name} needs a value.`)
    found[variable] = name === '--kubeconfig' ? path.resolve(from, value) : value
  }
  if (found.HOPSCOPE_CONTEXT && !found.HOPSCOPE_KUBECONFIG) {
    const usual = env.KUBECONFIG?.split(path.delimiter)[0] || path.join(env.HOME ?? '', '.kube/config')
    found.HOPSCOPE_KUBECONFIG = usual
  }
  return found
}
