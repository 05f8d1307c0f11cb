import type { IstioObjects } from '@/lib/istio/behind/objects-behind'
import { rootNamespace } from '@/lib/istio/istiod-file'
import {
  gatewaysOf,
  LISTS,
  peerAuthenticationsOf,
  requestAuthenticationsOf,
  serviceEntriesOf,
  servicesOf,
  sidecarsOf,
} from '@/lib/mesh/objects'
import type { Snapshot } from '@/lib/recording/snapshot'

/** Istio's objects of a snapshot; what was not observed is empty. */
export function istioObjectsOf(snapshot: Snapshot): IstioObjects {
  return {
    rootNamespace: rootNamespace(snapshot),
    gateways: gatewaysOf(snapshot, LISTS.gateways)?.items ?? [],
    peerAuthentications: peerAuthenticationsOf(snapshot, LISTS.peerAuthentications)?.items ?? [],
    requestAuthentications: requestAuthenticationsOf(snapshot, LISTS.requestAuthentications)?.items ?? [],
    sidecars: sidecarsOf(snapshot, LISTS.sidecars)?.items ?? [],
    serviceEntries: serviceEntriesOf(snapshot, LISTS.serviceEntries)?.items ?? [],
    services: servicesOf(snapshot, LISTS.services)?.items ?? [],
  }
}
