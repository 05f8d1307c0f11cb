/** istioctl's own unified diff, line by line. */
export function UnifiedDiff({ text }: { text: string }) {
  return (
    <pre className="w-max min-w-full py-1 font-mono text-rule leading-[19px]">
      {text.split('\n').map((line, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity
          key={index}
          data-change={line.startsWith('@@') ? '' : undefined}
          className={`block min-w-max px-3 ${lookOf(line)}`}
        >
          {line || ' '}
        </span>
      ))}
    </pre>
  )
}

function lookOf(line: string): string {
  if (line.startsWith('---') || line.startsWith('+++')) return 'font-semibold'
  if (line.startsWith('@@')) return 'bg-sunken text-ink-2'
  if (line.startsWith('-')) return 'bg-dropped-bg'
  return line.startsWith('+') ? 'bg-trace-bg' : ''
}
