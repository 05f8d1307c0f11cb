import { PathClient } from '@/app/path-client'

export default function PathPage() {
  return <PathClient />
}
