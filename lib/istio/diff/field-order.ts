/**
 * Messages whose fields are not declared in the order of their numbers: Envoy prints fields by number, istioctl (and istiod) as declared.
 * All other messages print alike. Source: Envoy's API, the .proto files; only what listeners, routes and clusters hold.
 */
const declared: Record<string, string> = {
  'envoy.config.cluster.v3.CircuitBreakers.Thresholds':
    'priority maxConnections maxPendingRequests maxRequests maxRetries retryBudget trackRemaining maxConnectionPools',
  'envoy.config.cluster.v3.Cluster': `
    transportSocketMatches name altStatName type clusterType edsClusterConfig connectTimeout perConnectionBufferLimitBytes
    lbPolicy loadAssignment healthChecks maxRequestsPerConnection circuitBreakers upstreamHttpProtocolOptions
    commonHttpProtocolOptions httpProtocolOptions http2ProtocolOptions typedExtensionProtocolOptions dnsRefreshRate
    dnsFailureRefreshRate respectDnsTtl dnsLookupFamily dnsResolvers useTcpForDnsLookups dnsResolutionConfig
    typedDnsResolverConfig waitForWarmOnInit outlierDetection cleanupInterval upstreamBindConfig lbSubsetConfig ringHashLbConfig
    maglevLbConfig originalDstLbConfig leastRequestLbConfig roundRobinLbConfig commonLbConfig transportSocket metadata
    protocolSelection upstreamConnectionOptions closeConnectionsOnHostHealthFailure ignoreHealthOnHostRemoval filters
    loadBalancingPolicy lrsServer lrsReportEndpointMetrics trackTimeoutBudgets upstreamConfig trackClusterStats preconnectPolicy
    connectionPoolPerDownstreamConnection`,
  'envoy.config.core.v3.ApiConfigSource': `
    apiType transportApiVersion clusterNames grpcServices refreshDelay requestTimeout rateLimitSettings
    setNodeOnFirstMessageOnly configValidators`,
  'envoy.config.core.v3.BindConfig':
    'sourceAddress freebind socketOptions extraSourceAddresses additionalSourceAddresses localAddressSelector',
  'envoy.config.core.v3.ConfigSource': 'authorities path pathConfigSource apiConfigSource ads self initialFetchTimeout resourceApiVersion',
  'envoy.config.core.v3.HealthCheck': `
    timeout interval initialJitter intervalJitter intervalJitterPercent unhealthyThreshold healthyThreshold altPort
    reuseConnection httpHealthCheck tcpHealthCheck grpcHealthCheck customHealthCheck noTrafficInterval noTrafficHealthyInterval
    unhealthyInterval unhealthyEdgeInterval healthyEdgeInterval eventLogPath eventLogger eventService
    alwaysLogHealthCheckFailures alwaysLogHealthCheckSuccess tlsOptions transportSocketMatchCriteria`,
  'envoy.config.core.v3.Http2ProtocolOptions': `
    hpackTableSize maxConcurrentStreams initialStreamWindowSize initialConnectionWindowSize allowConnect allowMetadata
    maxOutboundFrames maxOutboundControlFrames maxConsecutiveInboundFramesWithEmptyPayload maxInboundPriorityFramesPerStream
    maxInboundWindowUpdateFramesPerDataFrameSent streamErrorOnInvalidHttpMessaging overrideStreamErrorOnInvalidHttpMessage
    customSettingsParameters connectionKeepalive useOghttp2Codec`,
  'envoy.config.core.v3.HttpProtocolOptions':
    'idleTimeout maxConnectionDuration maxHeadersCount maxStreamDuration headersWithUnderscoresAction maxRequestsPerConnection',
  'envoy.config.core.v3.SubstitutionFormatString':
    'textFormat jsonFormat textFormatSource omitEmptyValues contentType formatters jsonFormatOptions',
  'envoy.config.endpoint.v3.ClusterLoadAssignment': 'clusterName endpoints namedEndpoints policy',
  'envoy.config.endpoint.v3.LbEndpoint': 'endpoint endpointName healthStatus metadata loadBalancingWeight',
  'envoy.config.endpoint.v3.LocalityLbEndpoints':
    'locality metadata lbEndpoints loadBalancerEndpoints ledsClusterLocalityConfig loadBalancingWeight priority proximity',
  'envoy.config.listener.v3.FilterChain':
    'filterChainMatch filters useProxyProto metadata transportSocket transportSocketConnectTimeout name onDemandConfiguration',
  'envoy.config.listener.v3.FilterChainMatch': `
    destinationPort prefixRanges addressSuffix suffixLen directSourcePrefixRanges sourceType sourcePrefixRanges sourcePorts
    serverNames transportProtocol applicationProtocols`,
  'envoy.config.listener.v3.Listener': `
    name address additionalAddresses statPrefix filterChains filterChainMatcher useOriginalDst defaultFilterChain
    perConnectionBufferLimitBytes metadata deprecatedV1 drainType listenerFilters listenerFiltersTimeout
    continueOnListenerFiltersTimeout transparent freebind socketOptions tcpFastOpenQueueLength trafficDirection
    udpListenerConfig apiListener connectionBalanceConfig reusePort enableReusePort accessLog tcpBacklogSize
    maxConnectionsToAcceptPerSocketEvent bindToPort internalListener enableMptcp ignoreGlobalConnLimit bypassOverloadManager`,
  'envoy.config.listener.v3.ListenerFilter': 'name typedConfig configDiscovery filterDisabled',
  'envoy.config.route.v3.HeaderMatcher': `
    name exactMatch safeRegexMatch rangeMatch presentMatch prefixMatch suffixMatch containsMatch stringMatch invertMatch
    treatMissingHeaderAsEmpty`,
  'envoy.config.route.v3.RedirectAction':
    'httpsRedirect schemeRedirect hostRedirect portRedirect pathRedirect prefixRewrite regexRewrite responseCode stripQuery',
  'envoy.config.route.v3.RetryPolicy': `
    retryOn numRetries perTryTimeout perTryIdleTimeout retryPriority retryHostPredicate retryOptionsPredicates
    hostSelectionRetryMaxAttempts retriableStatusCodes retryBackOff rateLimitedRetryBackOff retriableHeaders
    retriableRequestHeaders`,
  'envoy.config.route.v3.Route': `
    name match route redirect directResponse filterAction nonForwardingAction metadata decorator typedPerFilterConfig
    requestHeadersToAdd requestHeadersToRemove responseHeadersToAdd responseHeadersToRemove tracing perRequestBufferLimitBytes
    statPrefix`,
  'envoy.config.route.v3.RouteAction': `
    cluster clusterHeader weightedClusters clusterSpecifierPlugin inlineClusterSpecifierPlugin clusterNotFoundResponseCode
    metadataMatch prefixRewrite regexRewrite pathRewritePolicy hostRewriteLiteral autoHostRewrite hostRewriteHeader
    hostRewritePathRegex appendXForwardedHost timeout idleTimeout earlyDataPolicy retryPolicy retryPolicyTypedConfig
    requestMirrorPolicies priority rateLimits includeVhRateLimits hashPolicy cors maxGrpcTimeout grpcTimeoutOffset
    upgradeConfigs internalRedirectPolicy internalRedirectAction maxInternalRedirects hedgePolicy maxStreamDuration`,
  'envoy.config.route.v3.RouteAction.HashPolicy': 'header cookie connectionProperties queryParameter filterState terminal',
  'envoy.config.route.v3.RouteAction.RequestMirrorPolicy':
    'cluster clusterHeader runtimeFraction traceSampled disableShadowHostSuffixAppend',
  'envoy.config.route.v3.RouteConfiguration': `
    name virtualHosts vhds internalOnlyHeaders responseHeadersToAdd responseHeadersToRemove requestHeadersToAdd
    requestHeadersToRemove mostSpecificHeaderMutationsWins validateClusters maxDirectResponseBodySizeBytes
    clusterSpecifierPlugins requestMirrorPolicies ignorePortInHostMatching ignorePathParametersInPathMatching
    typedPerFilterConfig metadata`,
  'envoy.config.route.v3.RouteMatch': `
    prefix path safeRegex connectMatcher pathSeparatedPrefix pathMatchPolicy caseSensitive runtimeFraction headers
    queryParameters grpc tlsContext dynamicMetadata`,
  'envoy.config.route.v3.VirtualHost': `
    name domains routes matcher requireTls virtualClusters rateLimits requestHeadersToAdd requestHeadersToRemove
    responseHeadersToAdd responseHeadersToRemove cors typedPerFilterConfig includeRequestAttemptCount
    includeAttemptCountInResponse retryPolicy retryPolicyTypedConfig hedgePolicy includeIsTimeoutRetryHeader
    perRequestBufferLimitBytes requestMirrorPolicies metadata`,
  'envoy.config.route.v3.WeightedCluster': 'clusters totalWeight runtimeKeyPrefix headerName',
  'envoy.config.route.v3.WeightedCluster.ClusterWeight': `
    name clusterHeader weight metadataMatch requestHeadersToAdd requestHeadersToRemove responseHeadersToAdd
    responseHeadersToRemove typedPerFilterConfig hostRewriteLiteral`,
  'envoy.extensions.filters.common.fault.v3.FaultDelay': 'fixedDelay headerDelay percentage',
  'envoy.extensions.filters.http.ext_authz.v3.ExtAuthz': `
    grpcService httpService transportApiVersion failureModeAllow failureModeAllowHeaderAdd withRequestBody clearRouteCache
    statusOnError validateMutations metadataContextNamespaces typedMetadataContextNamespaces routeMetadataContextNamespaces
    routeTypedMetadataContextNamespaces filterEnabled filterEnabledMetadata denyAtDisable includePeerCertificate statPrefix
    bootstrapMetadataLabelsKey allowedHeaders disallowedHeaders includeTlsSession chargeClusterResponseStats encodeRawHeaders
    decoderHeaderMutationRules enableDynamicMetadataIngestion`,
  'envoy.extensions.filters.http.fault.v3.FaultAbort': 'httpStatus grpcStatus headerAbort percentage',
  'envoy.extensions.filters.http.jwt_authn.v3.JwtProvider': `
    issuer audiences subjects requireExpiration maxLifetime remoteJwks localJwks forward fromHeaders fromParams fromCookies
    forwardPayloadHeader padForwardPayloadHeader payloadInMetadata normalizePayloadInMetadata headerInMetadata
    failedStatusInMetadata clockSkewSeconds jwtCacheConfig claimToHeaders clearRouteCache`,
  'envoy.extensions.filters.http.local_ratelimit.v3.LocalRateLimit': `
    statPrefix status tokenBucket filterEnabled filterEnforced requestHeadersToAddWhenNotEnforced responseHeadersToAdd
    descriptors stage localRateLimitPerDownstreamConnection localClusterRateLimit enableXRatelimitHeaders vhRateLimits
    alwaysConsumeDefaultTokenBucket rateLimitedAsResourceExhausted`,
  'envoy.extensions.filters.http.rbac.v3.RBAC':
    'rules rulesStatPrefix matcher shadowRules shadowMatcher shadowRulesStatPrefix trackPerRuleStats',
  'envoy.extensions.filters.http.router.v3.Router': `
    dynamicStats startChildSpan upstreamLog upstreamLogOptions suppressEnvoyHeaders strictCheckHeaders respectExpectedRqTimeout
    suppressGrpcRequestFailureCodeStats upstreamHttpFilters`,
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager': `
    codecType statPrefix rds routeConfig scopedRoutes httpFilters addUserAgent tracing commonHttpProtocolOptions
    httpProtocolOptions http2ProtocolOptions http3ProtocolOptions serverName serverHeaderTransformation
    schemeHeaderTransformation maxRequestHeadersKb streamIdleTimeout requestTimeout requestHeadersTimeout drainTimeout
    delayedCloseTimeout accessLog accessLogFlushInterval flushAccessLogOnNewRequest accessLogOptions useRemoteAddress
    xffNumTrustedHops originalIpDetectionExtensions earlyHeaderMutationExtensions internalAddressConfig skipXffAppend via
    generateRequestId preserveExternalRequestId alwaysSetRequestIdInResponse forwardClientCertDetails
    setCurrentClientCertDetails proxy100Continue representIpv4RemoteAddressAsIpv4MappedIpv6 upgradeConfigs normalizePath
    mergeSlashes pathWithEscapedSlashesAction requestIdExtension localReplyConfig stripMatchingHostPort stripAnyHostPort
    streamErrorOnInvalidHttpMessage pathNormalizationOptions stripTrailingHostDot proxyStatusConfig typedHeaderValidationConfig
    appendXForwardedPort appendLocalOverload addProxyProtocolConnectionState`,
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.SetCurrentClientCertDetails':
    'subject cert chain dns uri',
  'envoy.extensions.filters.network.rbac.v3.RBAC':
    'rules matcher shadowRules shadowMatcher shadowRulesStatPrefix statPrefix enforcementType',
  'envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy': `
    statPrefix cluster weightedClusters onDemand metadataMatch idleTimeout downstreamIdleTimeout upstreamIdleTimeout accessLog
    maxConnectAttempts hashPolicy tunnelingConfig maxDownstreamConnectionDuration accessLogFlushInterval
    flushAccessLogOnConnected accessLogOptions`,
  'envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext': `
    trustedCa caCertificateProviderInstance systemRootCerts watchedDirectory verifyCertificateSpki verifyCertificateHash
    matchTypedSubjectAltNames matchSubjectAltNames requireSignedCertificateTimestamp crl allowExpiredCertificate
    trustChainVerification customValidatorConfig onlyVerifyLeafCertCrl maxVerifyDepth`,
  'envoy.extensions.transport_sockets.tls.v3.CommonTlsContext': `
    tlsParams tlsCertificates tlsCertificateSdsSecretConfigs tlsCertificateProviderInstance tlsCertificateCertificateProvider
    tlsCertificateCertificateProviderInstance validationContext validationContextSdsSecretConfig combinedValidationContext
    validationContextCertificateProvider validationContextCertificateProviderInstance alpnProtocols customHandshaker keyLog`,
  'envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext': `
    commonTlsContext requireClientCertificate requireSni sessionTicketKeys sessionTicketKeysSdsSecretConfig
    disableStatelessSessionResumption disableStatefulSessionResumption sessionTimeout ocspStaplePolicy
    fullScanCertsOnSniMismatch`,
  'envoy.type.matcher.v3.StringMatcher': 'exact prefix suffix safeRegex contains custom ignoreCase',
}

/** The message that a field of this (camelCase) name holds, where its order matters. */
const messageOfField: Record<string, string> = {
  thresholds: 'envoy.config.cluster.v3.CircuitBreakers.Thresholds',
  apiConfigSource: 'envoy.config.core.v3.ApiConfigSource',
  upstreamBindConfig: 'envoy.config.core.v3.BindConfig',
  edsConfig: 'envoy.config.core.v3.ConfigSource',
  sdsConfig: 'envoy.config.core.v3.ConfigSource',
  configSource: 'envoy.config.core.v3.ConfigSource',
  healthChecks: 'envoy.config.core.v3.HealthCheck',
  http2ProtocolOptions: 'envoy.config.core.v3.Http2ProtocolOptions',
  commonHttpProtocolOptions: 'envoy.config.core.v3.HttpProtocolOptions',
  logFormat: 'envoy.config.core.v3.SubstitutionFormatString',
  loadAssignment: 'envoy.config.endpoint.v3.ClusterLoadAssignment',
  lbEndpoints: 'envoy.config.endpoint.v3.LbEndpoint',
  endpoints: 'envoy.config.endpoint.v3.LocalityLbEndpoints',
  filterChains: 'envoy.config.listener.v3.FilterChain',
  defaultFilterChain: 'envoy.config.listener.v3.FilterChain',
  filterChainMatch: 'envoy.config.listener.v3.FilterChainMatch',
  listenerFilters: 'envoy.config.listener.v3.ListenerFilter',
  headers: 'envoy.config.route.v3.HeaderMatcher',
  header: 'envoy.config.route.v3.HeaderMatcher',
  redirect: 'envoy.config.route.v3.RedirectAction',
  retryPolicy: 'envoy.config.route.v3.RetryPolicy',
  routes: 'envoy.config.route.v3.Route',
  route: 'envoy.config.route.v3.RouteAction',
  hashPolicy: 'envoy.config.route.v3.RouteAction.HashPolicy',
  requestMirrorPolicies: 'envoy.config.route.v3.RouteAction.RequestMirrorPolicy',
  routeConfig: 'envoy.config.route.v3.RouteConfiguration',
  match: 'envoy.config.route.v3.RouteMatch',
  virtualHosts: 'envoy.config.route.v3.VirtualHost',
  weightedClusters: 'envoy.config.route.v3.WeightedCluster',
  clusters: 'envoy.config.route.v3.WeightedCluster.ClusterWeight',
  delay: 'envoy.extensions.filters.common.fault.v3.FaultDelay',
  abort: 'envoy.extensions.filters.http.fault.v3.FaultAbort',
  providers: 'envoy.extensions.filters.http.jwt_authn.v3.JwtProvider',
  setCurrentClientCertDetails:
    'envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager.SetCurrentClientCertDetails',
  validationContext: 'envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext',
  defaultValidationContext: 'envoy.extensions.transport_sockets.tls.v3.CertificateValidationContext',
  commonTlsContext: 'envoy.extensions.transport_sockets.tls.v3.CommonTlsContext',
}

const positions = new Map<string, Map<string, number>>()
for (const [message, fields] of Object.entries(declared)) {
  positions.set(
    message,
    new Map(
      fields
        .trim()
        .split(/\s+/)
        .map((name, index) => [name, index]),
    ),
  )
}

/** Positions of a message's fields as declared; null where the order of the numbers is the same. `type` is an @type, `name` the field it is in. */
export function declaredOrder(type: string | null, name: string): Map<string, number> | null {
  const message = type === null ? messageOfField[name] : type.slice(type.lastIndexOf('/') + 1)
  return (message !== undefined && positions.get(message)) || null
}
