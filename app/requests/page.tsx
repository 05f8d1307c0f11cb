import { RequestsClient } from '@/app/requests/requests-client'

export default function RequestsPage() {
  return <RequestsClient />
}
