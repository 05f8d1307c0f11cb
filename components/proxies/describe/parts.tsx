'use client'

import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { KubernetesObject } from '@/components/shell/kubernetes-object'
import { useRecording } from '@/components/shell/recordings'

/** A card of the description under its heading; `object` stands for the heading where that is an object. */
export function Card({ title, object, aside, children }: { title: string; object?: ReactNode; aside?: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="rounded-frame border border-edge bg-card">
      <header className="flex min-h-9 items-baseline gap-x-2.5 border-edge border-b px-3 py-2">
        <h2 className={object ? 'sr-only' : 'font-semibold leading-5'}>{title}</h2>
        {object ? <div className="min-w-0 grow">{object}</div> : null}
        {aside ? <span className="ml-auto shrink-0 text-ink-2 text-meta">{aside}</span> : null}
      </header>
      <div className="flex flex-col gap-2 px-3 py-2">{children}</div>
    </section>
  )
}

/** What is wrong, or could be better. */
export function Warning({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-start gap-1.5 rounded-small bg-warn-bg px-2 py-1 text-warn">
      <TriangleAlert size={13} aria-hidden className="mt-[2px] shrink-0" />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  )
}

/** A label and what it is. */
export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex gap-3">
      <dt className="w-[118px] shrink-0 text-ink-2">{label}</dt>
      <dd className="min-w-0 grow">{children}</dd>
    </div>
  )
}

/** An object of this description, which opens as YAML. */
export function ObjectOf({ kind, object }: { kind: string; object: { name: string; namespace: string } }) {
  const recording = useRecording()?.name ?? null
  return <KubernetesObject object={`${kind} ${object.namespace}/${object.name}`} recording={recording} />
}

export const Code = ({ children }: { children: ReactNode }) => <code className="font-mono text-rule">{children}</code>
