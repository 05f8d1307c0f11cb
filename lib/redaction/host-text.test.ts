import { expect, it } from 'vitest'
import { HostText } from '@/lib/redaction/host-text'
import { MacText } from '@/lib/redaction/mac-text'
import { Words } from '@/lib/redaction/words'

const objects = `
{"hosts": ["*.shop.corp", "www.shop.corp"], "namespace": "dev"} {"domains": ["reviews.dev", "reviews.dev.svc.cluster.local", "*"]}
{"issuer": "https://login.firm.dev/realm", "filters": "envoy.filters.http.router", "@type": "type.googleapis.com/envoy.Route"}
{"image": "registry.firm.dev:5000/team/app:1"}`
const access = '[2026-11-21T11:39:34.365Z] "GET /" 200 - "-" "curl/7.88.1" "cdn.else.where" 10.0.0.1:80'

function renamer() {
  const hosts = new HostText()
  hosts.learn(objects, false)
  hosts.learn(access, true)
  return (text: string) => hosts.replace(text)
}

it('renames label by label, so that wildcards hold for the same names', () => {
  const rename = renamer()
  const [, domain = ''] = /^\*\.(.*)$/.exec(rename('*.shop.corp')) ?? []
  expect(domain).toMatch(/^h\d+\.h\d+\.example$/)
  expect(rename('WWW.shop.corp').endsWith(`.${domain}`)).toBe(true)
  expect(rename('deep.api.shop.corp:443')).toMatch(new RegExp(`^h\\d+\\.h\\d+\\.${domain}:443$`))
  expect(rename('outbound_.443_._.www.shop.corp')).toBe(`outbound_.443_._.${rename('www.shop.corp')}`)
  expect(rename('^www\\.shop\\.corp$')).toMatch(/^\^h\d+\\\.h\d+\\\.h\d+\\\.example\$$/)
  expect(rename(access)).not.toMatch(/cdn|else|where/)
  expect(rename(objects)).not.toMatch(/login|firm|registry/)
})

it('leaves Kubernetes’ names and those of programs', () => {
  const kept = 'reviews.dev reviews.dev.svc.cluster.local envoy.filters.http.router type.googleapis.com/envoy.Route networking.istio.io/v1'
  expect(renamer()(kept)).toBe(kept)
})

it('gives hardware addresses others, also in the header of a frame, but no fingerprint', () => {
  const macs = new MacText()
  const other = macs.replace('ae:12:00:00:00:01 MAC=ae:12:00:00:00:02:ae:12:00:00:00:01:08:00 ff:ff:ff:ff:ff:ff')
  expect(other).toBe('02:00:00:00:00:01 MAC=02:00:00:00:00:02:02:00:00:00:00:01:08:00 ff:ff:ff:ff:ff:ff')
  const fingerprint = Array.from({ length: 20 }, () => 'a1').join(':')
  expect(macs.replace(fingerprint)).toBe(fingerprint)
})

it('replaces whole words, but no field’s name', () => {
  const words = new Words()
  words.learn('{"worker": 1, "hosts": {"rack-a": "10.0.0.1"}}')
  words.use(
    new Map([
      ['rack-a', 'machine-1'],
      ['rack-a1', 'machine-2'],
      ['worker', 'machine-3'],
    ]),
  )
  expect(words.replace('rack-a kube-proxy-rack-a rack-a1 worker track-a')).toBe('machine-1 kube-proxy-machine-1 machine-2 worker track-a')
})
