import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'

const looks = {
  plain: 'border border-edge bg-card text-ink hover:bg-hover',
  ink: 'bg-inv text-inv-ink hover:opacity-90',
  quiet: 'text-ink-2 hover:bg-hover hover:text-ink',
} as const

type ButtonProps = ButtonHTMLAttributes<HTMLButtonElement> & { look?: keyof typeof looks; ref?: Ref<HTMLButtonElement> }

/** A control of the bars, 28 px high; 36 in windows where fingers are likely. */
export function Button({ look = 'plain', className = '', type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      className={`inline-flex h-7 max-lg:h-9 max-lg:min-w-9 shrink-0 items-center justify-center gap-1.5 whitespace-nowrap rounded-card px-2.5 text-body font-medium transition-colors duration-75 disabled:opacity-50 ${looks[look]} ${className}`}
      {...rest}
    />
  )
}

/** A button that shows only a glyph; `label` names it for everyone. */
export function IconButton({ label, children, className = '', ...rest }: ButtonProps & { label: string; children: ReactNode }) {
  return (
    <Button look="quiet" aria-label={label} title={label} className={`w-7 !px-0 max-lg:w-9 ${className}`} {...rest}>
      {children}
    </Button>
  )
}
