import { largeCluster } from '@/bench/large-cluster'
import { parsing } from '@/bench/parsing'
import { walking } from '@/bench/walking'

export { largeCluster, parsing, walking }
