import { parsing } from '@/bench/parsing'
import { walking } from '@/bench/walking'

export { parsing, walking }
