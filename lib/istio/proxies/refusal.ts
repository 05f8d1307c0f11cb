/**
 * Why Envoy refused, in short. Where a message's fields are wrong it prints the whole message as protobuf text first, over many
 * lines, and the reason behind it in the last one (`: Proto constraint validation failed …`); every other refusal is its own reason.
 */
export function refusalReason(error: string): string {
  const text = error.trim()
  const last = text.slice(text.lastIndexOf('\n') + 1)
  const reason = /^[\s}]*:\s*(\S.*)$/.exec(last)?.[1]
  return text.includes('\n') && reason !== undefined ? reason : text
}
