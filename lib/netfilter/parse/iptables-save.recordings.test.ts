import { describe, expect, test } from 'vitest'
import { parseIptablesSave } from '@/lib/netfilter/parse/iptables-save'
import { printIptablesSave } from '@/lib/netfilter/testing/print-dump'
import { readEntries, recordingFiles, recordingName } from '@/lib/netfilter/testing/recordings'

const isDump = (path: string) => /(^|\/)(iptables|ip6tables|iptables-legacy)-save\.txt$/.test(path)

describe('every iptables-save dump of every recording is printed back byte for byte', () => {
  test.each(recordingFiles())('%s', (file) => {
    const dumps = readEntries(file, isDump)
    let rules = 0
    for (const [path, text] of dumps) {
      const dump = parseIptablesSave(text)
      expect(dump.problems, path).toEqual([])
      expect(printIptablesSave(dump) === text, `${path} differs`).toBe(true)
      for (const table of dump.ruleset.tables.values()) for (const chain of table.chains.values()) rules += chain.rules.length
    }
    console.log(`${recordingName(file)}: ${dumps.size} dumps, ${rules} rules printed back`)
    expect(dumps.size).toBeGreaterThan(0)
  })

  test('there are recordings', () => {
    expect(recordingFiles().length).toBeGreaterThan(0)
  })
})
