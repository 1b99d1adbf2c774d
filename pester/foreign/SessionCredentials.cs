using System;
using Amazon.Runtime;

// As in AWS Tools for PowerShell: $StoredAWSCredentials holds this, and its credentials are not public.
namespace Amazon.PowerShell.Common
{
    public class AWSPSCredentials
    {
        public AWSPSCredentials(AWSCredentials credentials) { Credentials = credentials; }
        internal AWSCredentials Credentials { get; private set; }
    }
}

/// <summary>Credentials that renew themselves: each time other keys, those of the environment variables of now.</summary>
public class RenewedCredentials : AWSCredentials
{
    public override ImmutableCredentials GetCredentials()
    {
        var id = Environment.GetEnvironmentVariable("RENEWED_ID");
        if (id == null) throw new AmazonClientException("The login has expired.");
        return new ImmutableCredentials(id, Environment.GetEnvironmentVariable("RENEWED_SECRET"), null);
    }
}
