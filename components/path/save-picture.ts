import type { Layout } from '@/lib/path/model'

/** Saves the picture as it stands on the screen as an SVG file: the page's own elements and styles inside a foreignObject. */
export function savePicture(area: HTMLElement | null, layout: Layout) {
  const viewport = area?.querySelector('.react-flow__viewport')
  if (!viewport) return
  const copy = viewport.cloneNode(true) as HTMLElement
  copy.style.transform = 'none'
  const rules = [...document.styleSheets].flatMap((sheet) => {
    try {
      return [...sheet.cssRules].filter((rule) => !(rule instanceof CSSFontFaceRule)).map((rule) => rule.cssText)
    } catch {
      return []
    }
  })
  const theme = document.documentElement.dataset.theme ?? ''
  const host = document.createElement('div')
  host.dataset.theme = theme
  host.className = 'path-canvas'
  host.setAttribute(
    'style',
    `position:relative;width:${layout.size.w}px;height:${layout.size.h}px;background:var(--canvas);color:var(--ink);font:12px/16px var(--sans)`,
  )
  const style = document.createElement('style')
  style.textContent = rules.join('\n')
  host.append(style, copy)
  const body = new XMLSerializer().serializeToString(host)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${layout.size.w}" height="${layout.size.h}"><foreignObject width="100%" height="100%">${body}</foreignObject></svg>`
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  link.download = 'walk.svg'
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
