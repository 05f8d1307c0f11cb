import { describe, expect, it } from 'vitest'
import { readOptions } from './options.mjs'

describe('npm start -- OPTIONS', () => {
  it('names a kubeconfig from where the person stands, and a context', () => {
    expect(readOptions(['--kubeconfig', 'lab.yaml', '--context=lab'], {}, '/somewhere')).toEqual({
      HOPSCOPE_KUBECONFIG: '/somewhere/lab.yaml',
      HOPSCOPE_CONTEXT: 'lab',
    })
    expect(readOptions([], {})).toEqual({})
  })

  it('takes the usual kubeconfig for a context alone', () => {
    expect(readOptions(['--context', 'lab'], { HOME: '/me' }, '/')).toMatchObject({ HOPSCOPE_KUBECONFIG: '/me/.kube/config' })
    expect(readOptions(['--context', 'lab'], { HOME: '/me', KUBECONFIG: '/a:/b' }, '/')).toMatchObject({ HOPSCOPE_KUBECONFIG: '/a' })
  })

  it('says what it does not know', () => {
    expect(() => readOptions(['--kubeconfg', 'x'], {})).toThrow('--kubeconfg')
    expect(() => readOptions(['--context'], {})).toThrow('needs a value')
  })
})
