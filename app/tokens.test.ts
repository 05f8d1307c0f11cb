import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

type Theme = Map<string, string>

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')
const block = (selector: string): Theme => {
  const start = css.indexOf(`${selector} {`)
  const body = css.slice(start, css.indexOf('}', start))
  return new Map([...body.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((m) => [m[1] ?? '', m[2] ?? '']))
}
const themes: [string, Theme][] = [
  ['light', block(':root')],
  ['dark', block("[data-theme='dark']")],
]

/** Relative luminance (WCAG 2.2). */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(theme: Theme, ink: string, ground: string): number {
  const [a = 0, b = 0] = [ink, ground].map((name) => luminance(theme.get(name) ?? '#000000')).sort((x, y) => y - x)
  return (a + 0.05) / (b + 0.05)
}

const grounds = ['canvas', 'bar', 'node', 'pod', 'envoy', 'card']
const verdicts = ['trace', 'reply', 'dropped', 'rejected', 'reset', 'random', 'unknown', 'warn']
/** The printed table rounds to one decimal. */
const rounding = 0.05
const lowest = (theme: Theme, ink: string, on: readonly string[]) => Math.min(...on.map((ground) => contrast(theme, ink, ground)))

describe.each(themes)('contrast of the %s theme', (name, theme) => {
  it('knows every colour in both themes', () => {
    expect([...theme.keys()].sort()).toEqual([...(themes[0]?.[1].keys() ?? [])].sort())
  })
  it.each(['ink', 'ink-2', 'ink-3', ...verdicts])('%s is text on every ground', (ink) => {
    expect(lowest(theme, ink, grounds)).toBeGreaterThanOrEqual(4.5)
  })
  it.each(['inv-ink', 'inv-ink-2', 'inv-hi'])('%s is text on an inverted card', (ink) => {
    expect(contrast(theme, ink, 'inv')).toBeGreaterThanOrEqual(4.5)
  })
  it('the focus ring is seen on every ground', () => {
    expect(lowest(theme, 'focus', grounds)).toBeGreaterThanOrEqual(3)
  })
  it('the border of a control is seen where controls stand: on bars and cards', () => {
    expect(lowest(theme, 'edge-ctl', ['bar', 'card'])).toBeGreaterThanOrEqual(3)
  })
  it.each(verdicts)('%s is text on its own fill', (verdict) => {
    expect(contrast(theme, verdict, `${verdict}-bg`)).toBeGreaterThanOrEqual((name === 'light' ? 5.1 : 6.2) - rounding)
  })
  it.each(verdicts)('badge numerals are read on %s', (verdict) => {
    expect(contrast(theme, 'on-trace', verdict)).toBeGreaterThanOrEqual((name === 'light' ? 6 : 7.9) - rounding)
  })
  it.each(['ink-2', 'ink-3'])('%s is read on every fill', (ink) => {
    const fills = [...verdicts.map((verdict) => `${verdict}-bg`), 'sunken', 'hover']
    expect(lowest(theme, ink, fills)).toBeGreaterThanOrEqual((name === 'light' ? 4.9 : 4.6) - rounding)
  })
})
