import type { IstioObjects } from '@/lib/istio/behind/objects-behind'
import { readJson, textField } from '@/lib/istio/json'
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

/** istiod's own default. */
const DEFAULT_ROOT_NAMESPACE = 'istio-system'

/** meshConfig's root namespace, by an istiod's mesh.json. */
function rootNamespaceOf(meshConfig: string | null): string {
  if (meshConfig === null) return DEFAULT_ROOT_NAMESPACE
  return textField(readJson(meshConfig, 'mesh.json').value, 'rootNamespace') ?? DEFAULT_ROOT_NAMESPACE
}

/** Istio's objects of a snapshot; what was not observed is empty. `meshConfig`: an istiod's mesh.json, null where none was read. */
export function istioObjectsOf(snapshot: Snapshot, meshConfig: string | null): IstioObjects {
  return {
    rootNamespace: rootNamespaceOf(meshConfig),
    gateways: gatewaysOf(snapshot, LISTS.gateways)?.items ?? [],
    peerAuthentications: peerAuthenticationsOf(snapshot, LISTS.peerAuthentications)?.items ?? [],
    requestAuthentications: requestAuthenticationsOf(snapshot, LISTS.requestAuthentications)?.items ?? [],
    sidecars: sidecarsOf(snapshot, LISTS.sidecars)?.items ?? [],
    serviceEntries: serviceEntriesOf(snapshot, LISTS.serviceEntries)?.items ?? [],
    services: servicesOf(snapshot, LISTS.services)?.items ?? [],
  }
}
