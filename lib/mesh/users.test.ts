import { expect, it } from 'vitest'
import { parseUsers } from '@/lib/mesh/users'

it('reads who runs in each container, and leaves out what is no user', () => {
  const text = '{"app": {"uid": 101, "gid": 0}, "bad": {"uid": -1, "gid": 0}, "none": 5, "__proto__": {"uid": 7, "gid": 7}}'
  expect([...parseUsers(text)].filter(([name]) => name !== '__proto__')).toEqual([['app', { uid: 101, gid: 0 }]])
  expect(parseUsers('not json').size).toBe(0)
  expect(parseUsers('[1]').size).toBe(0)
})
