import { describe, expect, it } from 'vitest'
import { ObjectStore, ofEach } from '@/server/source/cluster/object-store'

const service = (name: string, resourceVersion: string) => ({ metadata: { name, namespace: 'default', resourceVersion } })
const filled = (...names: string[]) => {
  const store = new ObjectStore('v1', 'Service', () => {})
  for (const name of names) store.put(service(name, '1'))
  return store
}

describe('the objects of one resource', () => {
  it('are a List by name, as long as it says, as it was when it was asked for', () => {
    for (const names of [[], ['a'], ['b', 'c', 'a']]) {
      const store = filled(...names)
      const { length, read } = store.list()
      store.put(service('later', '2'))
      store.remove(service('a', '3'))
      const { kind, items } = JSON.parse(read())
      expect(kind).toBe('List')
      expect(items.map((item: ReturnType<typeof service>) => item.metadata.name)).toEqual(names.toSorted())
      expect(read()).toHaveLength(length)
    }
  })

  it('are read once for each of their versions', () => {
    const store = filled('a', 'b')
    const read: string[] = []
    const name = ofEach((json) => {
      const { metadata } = json as ReturnType<typeof service>
      read.push(`${metadata.name} ${metadata.resourceVersion}`)
      return metadata.name
    })
    expect([...store.values()].map(name)).toEqual(['a', 'b'])
    store.put(service('b', '1'))
    store.put(service('a', '2'))
    expect([...store.values()].map(name)).toEqual(['a', 'b'])
    expect(read).toEqual(['a 1', 'b 1', 'a 2'])
  })
})
