import { RequestsClient } from './requests-client'

export default function RequestsPage() {
  return <RequestsClient />
}
