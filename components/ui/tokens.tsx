/** A rule or a command whose lines break between its words only, never inside `-j` or `--dport`. */
export function Tokens({ text }: { text: string }) {
  return text.split(' ').map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the words of a text have no other identity
    <span key={index}>
      {index > 0 ? ' ' : ''}
      <span className="inline-block max-w-full break-all">{token}</span>
    </span>
  ))
}
