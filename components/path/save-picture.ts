import { type Picture, pictureOf } from '@/components/path/picture'
import type { Layout } from '@/lib/path/model'

export type PictureKind = 'svg' | 'png'

/** Dots a CSS px in a PNG, so that small text stays sharp when it is printed. */
const density = 2

/** Saves the whole walk as a file of this name. Throws when the browser can't draw it. */
export async function savePicture(area: HTMLElement | null, layout: Layout, kind: PictureKind, name: string): Promise<void> {
  const picture = await pictureOf(area, layout)
  if (picture === null) return
  const blob = kind === 'svg' ? new Blob([picture.svg], { type: 'image/svg+xml' }) : await png(picture)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = `${name}.${kind}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

async function png({ svg, size: { w, h } }: Picture): Promise<Blob> {
  const image = new Image()
  // A data address keeps the canvas readable; one of a blob with a foreignObject taints it.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(w * density)
  canvas.height = Math.ceil(h * density)
  const context = canvas.getContext('2d')
  if (!context) throw new Error('no canvas')
  context.scale(density, density)
  context.drawImage(image, 0, 0)
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the picture is too large'))), 'image/png'),
  )
}
