import { TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { CERTIFICATE_WARN, type CertificateLife } from '@/components/proxies/rows'

/** What is left of a certificate's life, as a bar and in hours; under a tenth it warns. */
export function CertificateBar({ life }: { life: CertificateLife | null }) {
  const t = useTranslations('proxies')
  if (!life) return <span className="text-ink-3">{t('unknown')}</span>
  const warn = life.left < CERTIFICATE_WARN
  const left = timeLeft(life.leftMs)
  const words = life.leftMs <= 0 ? t('certificate.over', { until: life.notAfter }) : t('certificate.until', { until: life.notAfter, left })
  return (
    <span
      title={`${life.name}\n${words}`}
      className={`inline-flex items-center gap-2 whitespace-nowrap ${warn ? 'text-warn' : 'text-ink-2'}`}
    >
      <span aria-hidden className="h-1 w-9 overflow-hidden rounded-full bg-edge">
        <span className="block h-full bg-current" style={{ width: `${Math.max(4, life.left * 100)}%` }} />
      </span>
      {warn ? <TriangleAlert size={12} aria-hidden /> : null}
      <span className="font-mono text-rule text-ink">{life.leftMs <= 0 ? t('certificate.ended') : left}</span>
      <span className="sr-only">{words}</span>
    </span>
  )
}

/** 21h 04m, 38m, 12d 3h. */
export function timeLeft(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return `${minutes}m`
  if (hours < 48) return `${hours}h ${String(minutes % 60).padStart(2, '0')}m`
  return `${Math.floor(hours / 24)}d ${hours % 24}h`
}
