import { largeMesh } from '@/bench/envoy/large-mesh'
import { largeCluster } from '@/bench/large-cluster'
import { parsing } from '@/bench/parsing'
import { walking } from '@/bench/walking'

export { largeCluster, largeMesh, parsing, walking }
