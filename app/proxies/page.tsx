import { ProxiesClient } from '@/app/proxies/proxies-client'

export default function ProxiesPage() {
  return <ProxiesClient />
}
