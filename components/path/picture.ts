import type { Layout } from '@/lib/path/model'

/** The page's rules without fonts; a stylesheet of another origin can't be read and says nothing about the picture. */
function rulesOf(kind: (rule: CSSRule) => boolean): CSSRule[] {
  return [...document.styleSheets].flatMap((sheet) => {
    try {
      return [...sheet.cssRules].filter(kind)
    } catch {
      return []
    }
  })
}

const plain = (value: string) => value.replaceAll(/["']/g, '').toLowerCase()

/** The font faces that the page has loaded, with their files in them: a picture can't ask the server for anything. */
async function fontFaces(): Promise<string[]> {
  const loaded = new Set([...document.fonts].filter((f) => f.status === 'loaded').map((f) => `${plain(f.family)} ${plain(f.unicodeRange)}`))
  const faces = rulesOf((rule) => rule instanceof CSSFontFaceRule) as CSSFontFaceRule[]
  const used = faces.filter(({ style }) =>
    loaded.has(`${plain(style.getPropertyValue('font-family'))} ${plain(style.getPropertyValue('unicode-range') || 'U+0-10FFFF')}`),
  )
  const texts = await Promise.all(used.map(inlined))
  return texts.filter((text) => text !== null)
}

async function inlined(face: CSSFontFaceRule): Promise<string | null> {
  const source = /url\(["']?([^"')]+)["']?\)/.exec(face.style.getPropertyValue('src'))?.[1]
  if (!source) return null
  const url = new URL(source, face.parentStyleSheet?.href ?? location.href)
  const answer = await fetch(url)
  if (!answer.ok) return null
  const data = await dataUrl(await answer.blob())
  return face.cssText.replace(/url\([^)]*\)/, () => `url(${data})`)
}

function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(blob)
  })
}

export type Picture = { svg: string; size: { w: number; h: number } }

/** Under the legend where that is the lowest thing, px. */
const margin = 14

/** The whole walk as the screen shows it, theme and language included, as an SVG text that needs nothing else; null before it is drawn. */
export async function pictureOf(area: HTMLElement | null, layout: Layout): Promise<Picture | null> {
  const viewport = area?.querySelector('.react-flow__viewport')
  if (!viewport) return null
  const legend = viewport.querySelector<HTMLElement>('[data-legend]')
  const size = { w: layout.size.w, h: Math.max(layout.size.h, legend ? legend.offsetTop + legend.offsetHeight + margin : 0) }
  const copy = viewport.cloneNode(true) as HTMLElement
  copy.style.transform = 'none'
  for (const control of copy.querySelectorAll('button[data-step], .react-flow__edges, .react-flow__handle')) control.remove()
  const host = document.createElement('div')
  host.dataset.theme = document.documentElement.dataset.theme ?? ''
  host.lang = document.documentElement.lang
  host.className = 'path-canvas'
  host.setAttribute(
    'style',
    `position:relative;width:${size.w}px;height:${size.h}px;overflow:hidden;background:var(--canvas);color:var(--ink);font:12px/16px var(--sans)`,
  )
  const style = document.createElement('style')
  const rules = rulesOf((rule) => !(rule instanceof CSSFontFaceRule)).map((rule) => rule.cssText)
  style.textContent = [...(await fontFaces()), ...rules].join('\n')
  host.append(style, copy)
  const body = new XMLSerializer().serializeToString(host)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size.w}" height="${size.h}" viewBox="0 0 ${size.w} ${size.h}"><foreignObject width="100%" height="100%">${body}</foreignObject></svg>`
  return { svg, size }
}
