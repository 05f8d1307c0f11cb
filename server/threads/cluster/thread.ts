import { parentPort } from 'node:worker_threads'
import { ClusterHost } from '@/server/threads/cluster/host'
import type { ToClusters } from '@/server/threads/cluster/messages'

/** Live clusters are watched, read and walked here, so that the thread that answers requests stays free. */
const host = new ClusterHost((message, transfer) => parentPort?.postMessage(message, transfer ?? []))
parentPort?.on('message', (message: ToClusters) => void host.take(message))
