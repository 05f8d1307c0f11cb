import { expect, test } from 'vitest'
import { says } from '@/lib/netfilter/testing/one-rule'

test.each([['-m nfacct --nfacct-name localhost_nps_accepted_pkts', {}, {}, 'yes']] as const)(
  '%s of %o in %o: %s',
  (rule, packet, context, expected) => {
    expect(says(rule, packet, context)).toBe(expected)
  },
)
