import { describe, expect, it } from 'vitest'
import { missingPackages } from './install.mjs'
import { absolute, readPort } from './serve.mjs'

describe('missingPackages', () => {
  const wanted = {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/a/node_modules/b': { version: '2.0.0' },
    'node_modules/other-system': { version: '1.0.0', optional: true },
  }
  it('is null where nothing was ever installed', () => {
    expect(missingPackages(wanted, null)).toBeNull()
  })
  it('names what is missing or of another version', () => {
    expect(missingPackages(wanted, { 'node_modules/a': { version: '0.9.0' } })).toEqual(['a@1.0.0', 'b@2.0.0'])
  })
  it('is empty when everything is there, whatever other systems need', () => {
    expect(
      missingPackages(wanted, { 'node_modules/a': { version: '1.0.0' }, 'node_modules/a/node_modules/b': { version: '2.0.0' } }),
    ).toEqual([])
  })
})

describe('readPort', () => {
  it('is 3000 when nothing is said', () => {
    expect(readPort(undefined)).toBe(3000)
    expect(readPort('8080')).toBe(8080)
  })
  it.each(['0', '65536', 'http', '-1', '3000x'])('refuses %s with a message', (text) => {
    expect(() => readPort(text)).toThrow(`PORT is "${text}"`)
  })
})

describe('absolute', () => {
  it('reads folders from where the person stands', () => {
    expect(absolute('mine:/all/others', '/place')).toBe('/place/mine:/all/others')
    expect(absolute(undefined)).toBe('')
  })
})
