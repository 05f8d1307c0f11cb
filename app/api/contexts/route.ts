import { z } from 'zod'
import { connectedSchema, contextsSchema } from '@/lib/api/source'
import { enterToChoose } from '@/server/auth/door'
import { answer } from '@/server/http/answer'
import { readBody } from '@/server/http/body'
import { Failure } from '@/server/http/failure'
import { checkOrigin } from '@/server/http/origin'
import { clusters } from '@/server/source/cluster/clusters'

export const dynamic = 'force-dynamic'

const MAX_BODY_BYTES = 64 * 1024
const askedSchema = z.object({ context: z.string().min(1).max(500), connect: z.boolean() })

/** The contexts of the kubeconfig that could be connected to. Nothing is contacted. */
export function GET(request: Request): Promise<Response> {
  return answer(contextsSchema, async () => {
    await enterToChoose(request)
    const connected = new Set(
      clusters()
        .list()
        .map(({ name }) => name),
    )
    return { contexts: (await clusters().contexts()).map((each) => ({ ...each, connected: connected.has(each.name) })) }
  })
}

/** Connects to a context, or ends it: a person has chosen so on the page. */
export function POST(request: Request): Promise<Response> {
  return answer(connectedSchema, async () => {
    checkOrigin(request)
    await enterToChoose(request)
    if (clusters().inCluster) throw new Failure('forbidden', 'A dashboard in a cluster shows this cluster only.')
    const asked = askedSchema.safeParse(parsed(await readBody(request, MAX_BODY_BYTES, 'The body')))
    if (!asked.success) throw new Failure('badInput', 'The body is {"context": NAME, "connect": true or false}.', 'body')
    const { context, connect } = asked.data
    const done = connect ? (await clusters().connect(context)) !== null : clusters().disconnect(context)
    if (!done) throw new Failure('notFound', `There is no context “${context.slice(0, 200)}”.`, 'context')
    return { name: context }
  })
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}
