# Dot-sourced by tests: what AWS runs beside its API to give credentials, on loopback. The portal of SSO, the metadata service
# of instances (version 2: a token first) and the service of containers; all give the keys that they are started with. The portal gives
# none for the roles Refused and Missing.
function Start-IdentityService {
    param([string] $AccessKeyId, [string] $SecretAccessKey)
    $listener = [Net.HttpListener]::new()
    # HttpListener can't choose a free port by itself.
    $probe = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $probe.Start()
    $url = "http://127.0.0.1:$($probe.LocalEndpoint.Port)"
    $probe.Stop()
    $listener.Prefixes.Add("$url/")
    $listener.Start()
    $calls = [Collections.Concurrent.ConcurrentQueue[string]]::new()
    $shell = [powershell]::Create().AddScript({
            param($listener, $calls, $id, $secret)
            $expires = [datetime]::UtcNow.AddHours(1)
            $keys = @{ Code = 'Success'; Type = 'AWS-HMAC'; LastUpdated = [datetime]::UtcNow.ToString('yyyy-MM-ddTHH:mm:ssZ'); AccessKeyId = $id; SecretAccessKey = $secret; Token = 'session-token'; Expiration = $expires.ToString('yyyy-MM-ddTHH:mm:ssZ') }
            while ($listener.IsListening) {
                try { $context = $listener.GetContext() } catch { return }
                $request = $context.Request
                $calls.Enqueue("$($request.HttpMethod) $($request.Url.AbsolutePath)")
                $status = 200
                $body = switch ("$($request.HttpMethod) $($request.Url.AbsolutePath)") {
                    'GET /federation/credentials' {
                        if ($request.Headers['x-amz-sso_bearer_token'] -ne 'good-token') { $status = 401; '{"message":"Session token not found or invalid"}' }
                        elseif ($request.QueryString['role_name'] -eq 'Refused') { $status = 403; '{"message":"No access","__type":"com.amazonaws.switchboard.portal#ForbiddenException"}' }
                        elseif ($request.QueryString['role_name'] -eq 'Missing') { $status = 404; '{"message":"The specified resource doesn''t exist","__type":"com.amazonaws.switchboard.portal#ResourceNotFoundException"}' }
                        else { ConvertTo-Json @{ roleCredentials = @{ accessKeyId = $id; secretAccessKey = $secret; sessionToken = 'session-token'; expiration = [DateTimeOffset]::new($expires).ToUnixTimeMilliseconds() } } }
                    }
                    'PUT /latest/api/token' { 'metadata-token' }
                    { $_ -like 'GET /latest/*' } {
                        if ($request.Headers['X-aws-ec2-metadata-token'] -ne 'metadata-token') { $status = 401; '' }
                        elseif ($_ -match 'security-credentials/?$') { 'Builder' }
                        elseif ($_ -match 'security-credentials/Builder$') { ConvertTo-Json $keys }
                        elseif ($_ -match 'iam/info$') { '{"Code":"Success","InstanceProfileArn":"arn:aws:iam::111111111111:instance-profile/Builder"}' }
                        else { $status = 404; '' }
                    }
                    'GET /container' { ConvertTo-Json $keys }
                    default { $status = 404; '' }
                }
                $bytes = [Text.Encoding]::UTF8.GetBytes("$body")
                $context.Response.StatusCode = $status
                $context.Response.ContentType = if ("$body".StartsWith('{')) { 'application/json' } else { 'text/plain' }
                if ($request.HttpMethod -eq 'PUT') { $context.Response.Headers['X-aws-ec2-metadata-token-ttl-seconds'] = '21600' }
                $context.Response.OutputStream.Write($bytes, 0, $bytes.Length)
                $context.Response.Close()
            }
        }).AddArgument($listener).AddArgument($calls).AddArgument($AccessKeyId).AddArgument($SecretAccessKey)
    $null = $shell.BeginInvoke()
    # Its first answer takes the longest, and whoever looks for a metadata service gives it a second.
    $null = Invoke-RestMethod "$url/latest/api/token" -Method Put
    [pscustomobject] @{ Url = $url; Calls = $calls; Listener = $listener; Shell = $shell }
}

function Stop-IdentityService {
    param($Service)
    $Service.Listener.Close()
    $Service.Shell.Dispose()
}
