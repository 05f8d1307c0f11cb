import { Search } from 'lucide-react'
import { Kbd } from '@/components/ui/kbd'

/** The field in which a view's rows are searched; `/` goes to it from anywhere (components/shell/shortcuts). */
export function SearchField({
  label,
  value,
  onChange,
  className = '',
}: {
  label: string
  value: string
  onChange: (value: string) => void
  className?: string
}) {
  return (
    <label
      className={`flex h-7 max-lg:h-9 items-center gap-2 rounded-card border border-edge-ctl bg-card px-2.5 focus-within:outline-2 focus-within:outline-focus ${className}`}
    >
      <Search size={13} className="shrink-0 text-ink-3" aria-hidden />
      <input
        data-view-search
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-label={label}
        placeholder={label}
        spellCheck={false}
        className="min-w-0 grow bg-transparent outline-none"
      />
      <Kbd>/</Kbd>
    </label>
  )
}
