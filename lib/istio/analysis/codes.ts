type Level = 'Error' | 'Warning' | 'Info'

interface Code {
  level: Level
  /** istioctl's own words: {name} is a value as it is, a list in brackets; {name:q} is quoted. */
  says: string
}

const code = (level: Level, says: string): Code => ({ level, says })

const RELATIVE =
  'This EnvoyFilter does not have a priority and has a relative patch operation set which can cause the EnvoyFilter not to be applied. Using the INSERT_FIRST of ADD option or setting the priority may help in ensuring the EnvoyFilter is applied correctly.'
const RELATIVE_WITH_VERSION =
  'This EnvoyFilter does not have a priority and has a relative patch operation (NSTERT_BEFORE/AFTER, REPLACE, MERGE, DELETE) and proxyVersion set which can cause the EnvoyFilter not to be applied during an upgrade. Using the INSERT_FIRST or ADD option or setting the priority may help in ensuring the EnvoyFilter is applied correctly.'

/** What can be found, by Istio's code: how bad it is, and what istioctl says. Source: istio pkg/config/analysis/msg/messages.yaml. */
export const FINDING_CODES = {
  IST0002: code('Warning', 'Deprecated: {detail}'),
  IST0101: code('Error', 'Referenced {type} not found: {reference:q}'),
  IST0102: code(
    'Info',
    "The namespace is not enabled for Istio injection. Run 'kubectl label namespace {namespace} istio-injection=enabled' to enable it, or 'kubectl label namespace {namespace} istio-injection=disabled' to explicitly mark it as not needing injection.",
  ),
  IST0103: code(
    'Warning',
    'The pod {pod} is missing the Istio proxy. This can often be resolved by restarting or redeploying the workload.',
  ),
  IST0106: code('Error', 'Schema validation error: {why}'),
  IST0107: code('Warning', 'Misplaced annotation: {annotation} can only be applied to {kinds}'),
  IST0108: code('Warning', 'Unknown annotation: {annotation}'),
  IST0109: code(
    'Error',
    'The VirtualServices {virtualServices} associated with mesh gateway define the same host {host} which can lead to undefined behavior. This can be fixed by merging the conflicting VirtualServices into a single resource.',
  ),
  IST0110: code(
    'Error',
    'The Sidecars {sidecars} in namespace {namespace:q} select the same workload pod {pod:q}, which can lead to undefined behavior.',
  ),
  IST0111: code(
    'Error',
    'The Sidecars {sidecars} in namespace {namespace:q} have no workload selector, which can lead to undefined behavior.',
  ),
  IST0112: code(
    'Error',
    'This VirtualService routes to a service {host:q} that exposes multiple ports {ports}. Specifying a port in the destination is required to disambiguate.',
  ),
  IST0116: code(
    'Warning',
    'This deployment {deployment} is associated with multiple services using port {port} but different protocols: {services}',
  ),
  IST0118: code(
    'Info',
    "Port name {portName} (port: {port}, targetPort: {targetPort}) doesn't follow the naming convention of Istio port.",
  ),
  IST0122: code('Warning', 'Field {field:q} regular expression invalid: {expression:q} ({why})'),
  IST0123: code(
    'Warning',
    'The namespace has more than one type of injection labels {labels}, which may lead to undefined behavior. Make sure only one injection label exists.',
  ),
  IST0125: code('Warning', 'Invalid annotation {annotation}: {why}'),
  IST0127: code('Warning', 'No matching workloads for this resource with the following labels: {labels}'),
  IST0128: code(
    'Warning',
    'DestinationRule {rule} in namespace {namespace} has TLS mode set to {mode} but no caCertificates are set to validate server identity for host: {host}',
  ),
  IST0129: code(
    'Warning',
    'DestinationRule {rule} in namespace {namespace} has TLS mode set to {mode} but no caCertificates are set to validate server identity for host: {host} at port {port}',
  ),
  IST0130: code('Warning', 'VirtualService rule {rule} not used ({why}).'),
  IST0131: code('Info', 'VirtualService rule {rule} match {match} is not used (duplicate/overlapping match in rule {other}).'),
  IST0132: code('Warning', 'one or more host {hosts} defined in VirtualService {virtualService} not found in Gateway {gateway}.'),
  IST0133: code('Warning', 'Schema validation warning: {why}'),
  IST0134: code('Warning', 'ServiceEntry addresses are required for this protocol.'),
  IST0135: code('Info', 'Annotation {annotation:q} has been deprecated{instead} and may not work in future Istio versions.'),
  IST0137: code(
    'Warning',
    'This deployment {deployment} is associated with multiple services {services} using targetPort {targetPort:q} but different ports: {ports}.',
  ),
  IST0138: code('Warning', 'Duplicate certificate in multiple gateways {gateways} may cause 404s if clients re-use HTTP2 connections.'),
  IST0140: code('Warning', 'Subset in virtual service {other} has no effect on ingress gateway {virtualService} requests'),
  IST0144: code('Warning', 'User ID (UID) 1337 is reserved for the sidecar proxy.'),
  IST0145: code('Error', 'Conflict with gateways {gateways} (workload selector {selector}, port {port}, hosts {hosts}).'),
  IST0147: code('Error', '{kind} {name} contains `image: auto` but does not match any Istio injection webhook selectors.'),
  IST0149: code(
    'Error',
    'The virtual service uses the JWT claim based routing (key: {key}) but found no request authentication for the gateway ({gateway}) pod ({pod}). The request authentication must first be applied for the gateway pods to validate the JWT token and make the claims available for routing.',
  ),
  IST0150: code(
    'Warning',
    'Port name for ExternalName service is invalid. Proxy may prevent tcp named ports and unmatched traffic for ports serving TCP protocol from being forwarded correctly',
  ),
  IST0151: code('Warning', RELATIVE),
  IST0152: code('Error', 'The REPLACE operation is only valid for HTTP_FILTER and NETWORK_FILTER.'),
  IST0153: code('Error', 'The ADD operation will be ignored when applyTo is set to ROUTE_CONFIGURATION, or HTTP_ROUTE.'),
  IST0154: code('Error', 'The REMOVE operation will be ignored when applyTo is set to ROUTE_CONFIGURATION, or HTTP_ROUTE.'),
  IST0155: code('Warning', RELATIVE_WITH_VERSION),
  IST0157: code('Warning', 'The Telemetry {name} in namespace {namespace:q} with empty providers will be ignored.'),
  IST0159: code(
    'Error',
    'The Telemetries {telemetries} in namespace {namespace:q} select the same workload pod {pod:q}, which can lead to undefined behavior.',
  ),
  IST0160: code(
    'Error',
    'The Telemetries {telemetries} in namespace {namespace:q} have no workload selector, which can lead to undefined behavior.',
  ),
  IST0162: code(
    'Warning',
    'The gateway is listening on a target port (port {port}) that is not defined in the Service associated with its workload instances (Pod selector {selector}). If you need to access the gateway port through the gateway Service, it will not be available.',
  ),
  IST0165: code(
    'Warning',
    'Gateway reference in VirtualService {virtualService} is to an implementation-generated internal Gateway: {gateway}.',
  ),
  IST0166: code('Warning', 'Ineffective selector on Kubernetes Gateway {gateway}. Use the TargetRef field instead.'),
  IST0167: code('Warning', 'The policy has no impact: {why}.'),
  IST0171: code('Warning', 'A condition with a negative status is present: type={type}, reason={reason}, message={why}.'),
  IST0173: code(
    'Error',
    'The Subset {subset} defined in the DestinationRule does not select any pods. Which may lead to 503 UH (NoHealthyUpstream).',
  ),
  IST0174: code('Warning', 'The host {host} defined in the DestinationRule does not match any services in the mesh.'),
} as const satisfies Record<string, Code>

export type FindingCode = keyof typeof FINDING_CODES
