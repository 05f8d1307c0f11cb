/** A process of a namespace; the pid as the machine below all namespaces numbers it. */
export interface Process {
  pid: number
  uid: number
  gid: number
  comm: string
  args: string
}

/** Parses ps.txt: a heading, then pid, uid, gid, comm, args with tabs between. Lines that are something else are left out. */
export function parseProcesses(text: string): Process[] {
  return text.split('\n').flatMap((line) => {
    const [pid = '', uid = '', gid = '', comm = '', ...args] = line.split('\t')
    if (!/^\d+$/.test(pid) || !/^\d+$/.test(uid) || !/^\d+$/.test(gid)) return []
    return [{ pid: Number(pid), uid: Number(uid), gid: Number(gid), comm, args: args.join('\t') }]
  })
}
