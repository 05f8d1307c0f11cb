import { NetfilterClient } from '@/app/netfilter/netfilter-client'

export default function NetfilterPage() {
  return <NetfilterClient />
}
