import { expect, it } from 'vitest'
import { evidenceText } from '@/lib/recording/evidence-text'
import { isSecretEntry, redact } from '@/lib/recording/redact'

const text = Array.from({ length: 50 }, (_, n) => `line ${n + 1}`).join('\n')

it('gives a line and its neighbours', () => {
  const found = evidenceText('a.txt', text, { line: 50 }, 2)
  expect(found).toMatchObject({ totalLines: 50, hit: { from: 50, to: 50 }, truncated: false, redacted: false })
  expect(found?.lines.map((line) => line.no)).toEqual([48, 49, 50])
  expect(evidenceText('a.txt', text, { line: 51 }, 2)).toBeNull()
})

it('gives the lines of a JSON value, and prints it anew where the file is one line', () => {
  const value = { a: { b: [1, 2] }, long: 'x'.repeat(3000) }
  expect(evidenceText('a.json', JSON.stringify(value, null, 1), { pointer: '/a/b' }, 0)).toMatchObject({
    hit: { from: 3, to: 6 },
    reprinted: false,
  })
  expect(evidenceText('a.json', JSON.stringify(value), { pointer: '/a/b' }, 0)).toMatchObject({
    reprinted: true,
    hit: { from: 1, to: 4 },
    lines: [{ no: 1, text: '[' }, { text: '  1,' }, { text: '  2' }, { text: ']' }],
  })
  expect(evidenceText('a.json', JSON.stringify(value), { pointer: '/nope' }, 0)).toBeNull()
})

it('sends at most 600 lines, and says that there are more', () => {
  const found = evidenceText('a.txt', 'x\n'.repeat(5000), null, 0)
  expect(found?.lines).toHaveLength(600)
  expect(found?.truncated).toBe(true)
})

it('takes out what access logs and environments are given as credentials', () => {
  const line = '[2026-11-21T11:39:34.365Z] "GET /in?user=a&access_token=S3CRET&x=1 HTTP/1.1" 200 "SESSION" "www.here.test"'
  const json = '{"path":"/","cookie":"sid=S3CRET","x-api-key":"S3CRET","authority":"www.here.test"}'
  const environment = ['{"name": "DB_PASSWORD", "value": "S3CRET"}', '  "name": "API_TOKEN",', '  "value": "S3CRET"', '  "value": "kept"']
  const { lines } = redact([line, json, 'sent Bearer S3CRET-S3CRET-S3CRET', ...environment])
  expect(lines.join('\n')).not.toContain('S3CRET')
  expect(lines[0]).toBe(line.replace('S3CRET', '«redacted»'))
  expect(lines[1]).toContain('"authority":"www.here.test"')
  expect(lines.at(-1)).toBe('  "value": "kept"')
})

it('takes out what command lines are given as credentials, and nothing else of them', () => {
  const line = '123\t0\t0\tapp\tapp --db-password=S3CRET --auth-token S3CRET -api_key="S3CRET" --token-file /run/token --secret --port 80'
  expect(redact([line, '   "--token=S3CRET",']).lines).toEqual([
    '123\t0\t0\tapp\tapp --db-password=«redacted» --auth-token «redacted» -api_key="«redacted»" --token-file /run/token --secret --port 80',
    '   "--token=«redacted»",',
  ])
})

it('takes out what looks like a credential', () => {
  const token = `eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.${'a'.repeat(40)}`
  const secret = [
    '"inline_bytes": "c2VjcmV0"',
    '"privateKey":"abc"',
    `authorization: Bearer xyz`,
    `curl -H 'Authorization: Bearer ${token}' http://x/`,
    token,
  ]
  const pem = ['-----BEGIN RSA PRIVATE KEY-----', 'MIIEow', '-----END RSA PRIVATE KEY-----']
  const clean = redact([...secret, ...pem, '"name": "kept"'])
  expect(clean.redacted).toBe(true)
  expect(clean.lines.join('\n')).not.toMatch(/c2VjcmV0|"abc"|xyz|eyJ|MIIEow/)
  expect(clean.lines.at(-1)).toBe('"name": "kept"')
  expect(clean.lines).toHaveLength(9)
  expect(evidenceText('a.txt', `"token": "${'s'.repeat(9000)}"`, null, 0)?.lines[0]?.text).not.toContain('sss')
  expect(isSecretEntry('k8s/secrets.json') && isSecretEntry('timeline/000100/k8s/secrets.json')).toBe(true)
})
