import { ProxiesClient } from './proxies-client'

export default function ProxiesPage() {
  return <ProxiesClient />
}
