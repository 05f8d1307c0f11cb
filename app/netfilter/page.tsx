import { NetfilterClient } from './netfilter-client'

export default function NetfilterPage() {
  return <NetfilterClient />
}
