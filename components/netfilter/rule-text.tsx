import { shortRule } from '@/lib/path/rule-text'

/** A rule without its chain and comment: options quiet, values plain, the target strong; a chain can be gone to. No token breaks in itself. */
export function RuleText({
  rule,
  jumps,
  target,
  onJump,
}: {
  rule: string
  jumps: boolean
  target: string | null
  onJump: (chain: string) => void
}) {
  const tokens = shortRule(rule).split(' ')
  return (
    <span className="block font-mono text-[11px] leading-[17px] tracking-[-0.02em]" title={rule}>
      {tokens.map((token, index) => {
        const key = `${index} ${token}`
        const gap = index > 0 ? ' ' : ''
        const before = tokens[index - 1]
        if (target !== null && token === target && (before === '-j' || before === '-g' || before === 'jump' || before === 'goto')) {
          return (
            <span key={key}>
              {gap}
              {jumps ? (
                <button type="button" className="font-semibold hover:underline" onClick={() => onJump(target)}>
                  {token}
                </button>
              ) : (
                <b className="font-semibold">{token}</b>
              )}
            </span>
          )
        }
        const option = token.startsWith('-') || token === '!'
        return (
          <span key={key}>
            {gap}
            <span className={`inline-block max-w-full break-all ${option ? 'text-ink-3' : ''}`}>{token}</span>
          </span>
        )
      })}
    </span>
  )
}
