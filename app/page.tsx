import { PathClient } from './path-client'

export default function PathPage() {
  return <PathClient />
}
