using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Endpoints.StandardLibrary;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Amazon.Util;
using Amazon.Util.Internal;

namespace AmiTools.Aws;

public sealed record AwsSettings
{
    public AWSCredentials? Credentials { get; init; }
    public string? Profile { get; init; }
    public string? Region { get; init; }
    public Uri? EndpointUrl { get; init; }
    public RequestRetryMode? RetryMode { get; init; }
    public int? MaxRetries { get; init; }
}

/// <summary>AWS over AWSSDK.Core's own pipeline: credentials, SigV4, retries, clock skew, proxies and user agent are Amazon's.</summary>
public sealed class SdkAws(AwsSettings settings) : IAws, IDisposable
{
    readonly ConcurrentDictionary<Service, Client> clients = new();

    public Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel = default) =>
        clients.GetOrAdd(operation.Service, s => new Client(new Config(s, settings), settings.Credentials)).SendAsync(operation, cancel);

    public void Dispose() { foreach (var client in clients.Values) client.Dispose(); }

    internal static string EndpointOf(string prefix, string region) => new Endpoints(prefix).ResolveEndpoint(new EndpointParameters { ["Region"] = region, ["Endpoint"] = null }).URL;

    sealed class Client(Config config, AWSCredentials? credentials) : AmazonServiceClient(credentials, config)
    {
        protected override IServiceMetadata ServiceMetadata => ((Config)Config).Service;

        protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
        {
            pipeline.RemoveHandler<EndpointResolver>();
            pipeline.AddHandlerAfter<Marshaller>(new EndpointHandler());
            pipeline.AddHandlerAfter<Marshaller>(new SigV4Handler());
            if (Config.RetryMode == RequestRetryMode.Adaptive) pipeline.ReplaceHandler<RetryHandler>(new RetryHandler(new Adaptive(Config)));
        }

        /// <summary>The SDK's bucket never refills while it waits (unless AWS_NEW_RETRIES_2026 is set), so one early throttle starves a fresh client.</summary>
        sealed class Adaptive : AdaptiveRetryPolicy
        {
            public Adaptive(IClientConfig config) : base(config) => TokenBucket = new Bucket();
            sealed class Bucket : TokenBucket
            {
                protected override async Task WaitForTokenAsync(int delayMs, CancellationToken cancel)
                {
                    await base.WaitForTokenAsync(delayMs, cancel).ConfigureAwait(false);
                    TokenBucketRefill();
                }
            }
        }

        public async Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel)
        {
            var codec = new Codec<TResult>(operation.Service);
            var options = new InvokeOptions { RequestMarshaller = codec, ResponseUnmarshaller = codec };
            return (await InvokeAsync<Reply<TResult>>(new Call(operation), options, cancel).ConfigureAwait(false)).Value;
        }
    }

    sealed class Call(object operation) : AmazonWebServiceRequest { public object Operation => operation; }
    sealed class Reply<T> : AmazonWebServiceResponse { public T Value { get; set; } = default!; }

    sealed class Codec<T>(Service service) : ResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = new DefaultRequest(input, service.ServiceId) { HttpMethod = "POST", ResourcePath = "/" };
            service.Write(((Call)input).Operation, request);
            return request;
        }

        public override AmazonWebServiceResponse Unmarshall(UnmarshallerContext input) =>
            new Reply<T> { Value = service.Read<T>(((Body)input).Stream), ResponseMetadata = new ResponseMetadata() };

        public override AmazonServiceException UnmarshallException(UnmarshallerContext input, Exception inner, HttpStatusCode status)
        {
            var error = service.ReadError(((Body)input).Stream, input.ResponseData);
            return new AmazonServiceException(error.Message, inner, error.Type, error.Code, error.RequestId, status);
        }

        protected override UnmarshallerContext ConstructUnmarshallerContext(Stream stream, bool keep, IWebResponseData response, bool isException) => new Body(stream, keep, response, isException);
        protected override UnmarshallerContext ConstructUnmarshallerContext(Stream stream, bool keep, IWebResponseData response, bool isException, IRequestContext context) => new Body(stream, keep, response, isException);
    }

    /// <summary>The response as a plain stream; the SDK's own contexts tokenise it first, which costs most of their time.</summary>
    sealed class Body : UnmarshallerContext
    {
        public Body(Stream stream, bool keep, IWebResponseData response, bool isException)
        {
            WebResponseData = response;
            MaintainResponseBody = keep;
            IsException = isException;
            Stream = keep || isException ? WrappingStream = isException ? new CachingWrapperStream(stream) : new CachingWrapperStream(stream, AWSConfigs.LoggingConfig.LogResponsesSizeLimit) : stream;
        }
        public Stream Stream { get; }
        public override string CurrentPath => "";
        public override int CurrentDepth => 0;
        public override bool IsStartElement => false;
        public override bool IsEndElement => false;
        public override bool IsStartOfDocument => false;
    }

    internal sealed class Config : ClientConfig
    {
        static readonly DefaultConfigurationProvider defaults = new([new DefaultConfiguration
        {
            Name = DefaultConfigurationMode.Standard, RetryMode = RequestRetryMode.Standard,
            ConnectTimeout = TimeSpan.FromSeconds(3.1), TlsNegotiationTimeout = TimeSpan.FromSeconds(3.1),
        }]);

        public Config(Service service, AwsSettings settings) : base(defaults)
        {
            Service = service;
            ServiceId = service.ServiceId;
            AuthenticationServiceName = service.Prefix;
            EndpointProvider = new Endpoints(service.Prefix);
            if (settings.Profile is { } profile) Profile = new Profile(profile);
            if ((settings.Region ?? RegionOf(settings.Profile)) is { } region)
            {
                RegionEndpoint = RegionEndpoint.GetBySystemName(region);
                AuthenticationRegion = region;
            }
            if (settings.EndpointUrl is { } url) ServiceURL = url.ToString(); // resets RegionEndpoint
            if (settings.RetryMode is { } mode) RetryMode = mode;
            if (settings.MaxRetries is { } retries) MaxErrorRetry = retries;
        }
        public Service Service { get; }
        /// <summary>The SDK takes credentials and endpoint_url from a named profile, but its region only from the default one.</summary>
        static string? RegionOf(string? profile) =>
            profile is not null && new CredentialProfileStoreChain().TryGetProfile(profile, out var found) ? found.Region?.SystemName : null;
        public override string ServiceVersion => Service.Version;
        public override string RegionEndpointServiceName => Service.Prefix;
        public override string UserAgent { get; } = InternalSDKUtils.BuildUserAgentString("EC2", "0.1.0");
        public override Endpoint DetermineServiceOperationEndpoint(ServiceOperationEndpointParameters parameters) => EndpointProvider.ResolveEndpoint(EndpointHandler.Parameters(this));
    }

    sealed class SigV4Handler : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext context) => AuthSchemeOption.DEFAULT_SIGV4;
    }

    sealed class EndpointHandler : BaseEndpointResolver
    {
        protected override EndpointParameters MapEndpointsParameters(IRequestContext context) => Parameters((ClientConfig)context.ClientConfig);

        public static EndpointParameters Parameters(ClientConfig config) => new EndpointParameters
        {
            ["Endpoint"] = config.ServiceURL,
            ["Region"] = config.RegionEndpoint?.SystemName ?? config.AuthenticationRegion ?? AWSSDKUtils.DetermineRegion(config.ServiceURL),
            ["UseFIPS"] = config.UseFIPSEndpoint,
            ["UseDualStack"] = config.UseDualstackEndpoint,
        };
    }

    /// <summary>The endpoint rules that EC2 and SSM share: prefix[-fips].region.suffix of the region's partition.</summary>
    sealed class Endpoints(string prefix) : IEndpointProvider
    {
        public Endpoint ResolveEndpoint(EndpointParameters p)
        {
            if (p["Endpoint"] is string url) return new Endpoint(url);
            var (region, fips, dual) = ((string)p["Region"], p["UseFIPS"] is true, p["UseDualStack"] is true);
            var partition = Fn.Partition(region);
            return new Endpoint($"https://{prefix}{(fips ? "-fips" : "")}.{region}.{(dual ? partition.dualStackDnsSuffix : partition.dnsSuffix)}");
        }
    }
}
