'use client'

import { useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { CopyButton } from '@/components/proxies/command'
import { apiUrl, fetchJson } from '@/components/shell/fetch-json'
import { useMoment } from '@/components/shell/moment'
import { useErrorWords } from '@/components/ui/use-error-words'
import type { ObjectYaml } from '@/lib/api/object-yaml'

/** An object as KIND NAMESPACE/NAME, which opens as YAML below itself; asked for only then. */
export function KubernetesObject({ object, recording }: { object: string; recording: string | null }) {
  const t = useTranslations('path.objects')
  const words = useErrorWords()
  const at = useMoment()
  const [open, setOpen] = useState(false)
  const url = apiUrl('/api/object', { recording, object, at })
  const { data, error } = useQuery({
    queryKey: ['object', url],
    queryFn: ({ signal }) => fetchJson<ObjectYaml>(url, { signal }),
    enabled: open,
  })
  const [kind, full] = object.split(' ')
  // What has no namespace begins with the slash.
  const place = full?.replace(/^\//, '')
  return (
    <details className="group" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary className="flex cursor-pointer list-none items-center gap-1.5 rounded-small px-1 py-0.5 text-meta hover:bg-hover">
        <ChevronRight size={11} aria-hidden className="shrink-0 text-ink-3 group-open:rotate-90" />
        <span lang="en" className="shrink-0 font-semibold">
          {kind}
        </span>
        <span className="min-w-0 truncate font-mono text-rule text-ink-2" title={place}>
          {place}
        </span>
      </summary>
      {error ? <p className="px-1 text-meta text-ink-2">{words(error)}</p> : null}
      {data ? (
        <div className="relative mt-1">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard */}
          <pre tabIndex={0} className="max-h-72 overflow-auto rounded-card border border-edge bg-sunken p-2 font-mono text-rule leading-4">
            {data.yaml}
          </pre>
          <CopyButton text={data.yaml} label={t('copy', { object })} className="absolute top-1 right-1" />
        </div>
      ) : null}
    </details>
  )
}
