import type { Node } from '@/lib/istio/diff/canonical'

const INDENT = '    '
const pad = (level: number) => INDENT.repeat(level)

/**
 * A message as istioctl prints it, so that the lines can be compared with its output: four spaces a level; an empty message has an
 * empty line; what is in a Struct stands two levels deeper. Source: jsonpb.Marshaler of github.com/golang/protobuf.
 */
export function printMessage(node: Node, level = 0): string {
  if (node.kind === 'scalar') return scalar(node.value)
  if (node.kind === 'list') return list(node.items, level - 1, singular)
  if (node.kind === 'struct') return printStruct(node, level)
  const fields = node.fields.map(([name, value]) => `${pad(level + 1)}${text(name)}: ${fieldValue(value, level)}`)
  return `{\n${fields.join(',\n')}\n${pad(level)}}`
}

/** A field's value; `level` is that of the message which holds it. */
function fieldValue(node: Node, level: number): string {
  if (node.kind === 'list') return list(node.items, level, singular)
  if (node.kind === 'map') return entries(node.fields, level, singular)
  return singular(node, level)
}

function singular(node: Node, level: number): string {
  return node.kind === 'scalar' ? scalar(node.value) : printMessage(node, level + 1)
}

function printStruct(node: Node, level: number): string {
  return node.kind === 'struct' ? entries(node.fields, level, (value, at) => structValue(value, at + 1)) : structValue(node, level)
}

function structValue(node: Node, level: number): string {
  if (node.kind === 'scalar') return scalar(node.value)
  if (node.kind === 'list') return list(node.items, level + 1, (value, at) => structValue(value, at + 1))
  return printStruct(node, level + 1)
}

type Print = (node: Node, level: number) => string

function list(items: Node[], level: number, print: Print): string {
  const lines = items.map((item) => `\n${pad(level + 2)}${print(item, level + 1)}`)
  return `[${lines.join(',')}\n${pad(level + 1)}]`
}

function entries(fields: [string, Node][], level: number, print: Print): string {
  const lines = fields.map(([key, value]) => `\n${pad(level + 2)}${text(key)}: ${print(value, level + 1)}`)
  return `{${lines.join(',')}\n${pad(level + 1)}}`
}

function scalar(value: null | boolean | number | string): string {
  return typeof value === 'string' ? text(value) : String(value)
}

/** Go's encoding/json also escapes what HTML would read. */
function text(value: string): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
