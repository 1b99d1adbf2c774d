using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Credentials.Internal;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Auth;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;
using Amazon.Util;

namespace AmiTools.Aws;

/// <summary>One service over AWSSDK.Core's own pipeline: SigV4, retries, clock skew, proxies and user agent are Amazon's.</summary>
internal sealed class Client(Config config, AWSCredentials credentials) : AmazonServiceClient(credentials, config)
{
    protected override IServiceMetadata ServiceMetadata => ((Config)Config).Service;

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new Endpoints.Handler());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4());
    }

    public async Task<TResult> SendAsync<TResult>(Operation<TResult> operation, CancellationToken cancel)
    {
        var codec = new Codec<TResult>(operation);
        var options = new InvokeOptions { RequestMarshaller = codec, ResponseUnmarshaller = codec };
        return (await InvokeAsync<Reply<TResult>>(new Call(), options, cancel).ConfigureAwait(false)).Value;
    }

    private sealed class Call : AmazonWebServiceRequest;

    private sealed class Reply<T> : AmazonWebServiceResponse
    {
        public T Value { get; set; } = default!;
    }

    private sealed class SigV4 : BaseAuthResolverHandler
    {
        protected override List<IAuthSchemeOption> ResolveAuthOptions(IExecutionContext context) => AuthSchemeOption.DEFAULT_SIGV4;
    }

    private sealed class Codec<T>(Operation<T> operation) : ResponseUnmarshaller, IMarshaller<IRequest, AmazonWebServiceRequest>
    {
        private readonly Service service = operation.Service;

        public IRequest Marshall(AmazonWebServiceRequest input)
        {
            var request = new DefaultRequest(input, service.ServiceId) { HttpMethod = "POST", ResourcePath = "/" };
            service.Write(operation.Action, operation.Parameters, request);
            return request;
        }

        public override AmazonWebServiceResponse Unmarshall(UnmarshallerContext input)
        {
            try
            {
                return new Reply<T> { Value = service.Read<T>(operation.Action, ((Body)input).Stream), ResponseMetadata = new ResponseMetadata() };
            }
            catch (Exception e) when (e is InvalidBodyException or IOException or WebException or System.Net.Http.HttpRequestException)
            {
                // As a service exception with a status that the retry policy tries again: a body that is cut or comes
                // from a proxy says nothing about the call. Without the inner exception: where the policy finds an
                // IOException inside, it retries ten times more than it is allowed to, and without a pause.
                throw new AmazonServiceException($"the answer can't be read: {e.Message}", null, ErrorType.Receiver, AwsException.InvalidResponse, null, HttpStatusCode.BadGateway);
            }
        }

        public override AmazonServiceException UnmarshallException(UnmarshallerContext input, Exception inner, HttpStatusCode status)
        {
            using var copy = new MemoryStream();
            try
            {
                ((Body)input).Stream.CopyTo(copy);
            }
            catch (Exception e) when (e is IOException or WebException or System.Net.Http.HttpRequestException)
            {
                copy.SetLength(0);
            }
            var response = input.ResponseData;
            var error = service.ReadError(copy.ToArray(), name => response.IsHeaderPresent(name) ? response.GetHeaderValue(name) : null);
            if (error is null)
            {
                var kind = copy.Length == 0 ? "an empty body" : $"a body that is not AWS's ({response.ContentType ?? "no content type"}; a proxy or load balancer may have answered)";
                error = new(AwsException.InvalidResponse, $"HTTP {(int)status} with {kind}", null);
            }
            var type = (int)status >= 500 ? ErrorType.Receiver : ErrorType.Sender;
            return new AmazonServiceException(error.Message, inner, type, error.Code, error.RequestId, status);
        }

        protected override UnmarshallerContext ConstructUnmarshallerContext(Stream stream, bool keep, IWebResponseData response, bool isException) => new Body(stream, keep, response, isException);

        protected override UnmarshallerContext ConstructUnmarshallerContext(Stream stream, bool keep, IWebResponseData response, bool isException, IRequestContext context) => new Body(stream, keep, response, isException);
    }

    /// <summary>The response as a plain stream; the SDK's own contexts tokenise it first, which costs most of their time.</summary>
    private sealed class Body : UnmarshallerContext
    {
        public Body(Stream stream, bool keep, IWebResponseData response, bool isException)
        {
            WebResponseData = response;
            MaintainResponseBody = keep;
            IsException = isException;
            Stream = keep || isException
                ? WrappingStream = isException ? new CachingWrapperStream(stream) : new CachingWrapperStream(stream, Amazon.AWSConfigs.LoggingConfig.LogResponsesSizeLimit)
                : stream;
        }

        public Stream Stream { get; }
        public override string CurrentPath => "";
        public override int CurrentDepth => 0;
        public override bool IsStartElement => false;
        public override bool IsEndElement => false;
        public override bool IsStartOfDocument => false;
    }
}
