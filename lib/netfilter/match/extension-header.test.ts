import { expect, test } from 'vitest'
import { answerOf, says } from '@/lib/netfilter/testing/one-rule'

const V6 = { src: 'fd00::9', dst: 'fd00::1' }

/** ufw's ip6tables rules begin with the first of these. */
test.each(['-m rt --rt-type 0', '-m rt ! --rt-type 0', '-m frag --fragmore', '-m hbh --hbh-opts 5', '-m dst --dst-len 8'])(
  '%s: no',
  (rule) => {
    expect(says(rule, V6)).toBe('no')
  },
)

test('the reason names the header', () => {
  expect(answerOf('-m rt --rt-type 0', V6)).toMatchObject({ reason: { code: 'absent', values: { want: 'rt' } } })
})
