import { JsonNode } from '@/lib/envoy/parse/json-node'
import { type EnvoyProblem, report } from '@/lib/envoy/parse/problem'

/** Parses one JSON document of at most `limit` characters; what is wrong goes to `problems`, and the node then does not exist. */
export function parseJsonText(text: string, limit: number, problems: EnvoyProblem[]): JsonNode {
  if (text.length > limit) {
    report(problems, null, `It has ${text.length} characters; at most ${limit} are read.`)
    return new JsonNode(undefined, '')
  }
  try {
    const raw: unknown = JSON.parse(text)
    if (typeof raw !== 'object' || raw === null) {
      report(problems, null, 'It is JSON, but not an object.')
      return new JsonNode(undefined, '')
    }
    return new JsonNode(raw, '')
  } catch (error) {
    report(problems, null, `It is not JSON: ${error instanceof Error ? error.message : String(error)}`)
    return new JsonNode(undefined, '')
  }
}
