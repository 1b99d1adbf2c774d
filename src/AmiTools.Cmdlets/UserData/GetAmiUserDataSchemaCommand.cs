using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Core.UserData;

namespace AmiTools.Cmdlets.UserData;

/// <summary>
/// <para type="synopsis">Prints the JSON Schema of the user data document.</para>
/// <para type="description">For editors and for other programs that make the document. Test-AmiUserData checks more: the size, and values that look like secrets.</para>
/// <para type="link">New-AmiUserData</para>
/// <para type="link">Test-AmiUserData</para>
/// </summary>
/// <example>
/// <para>A schema for your editor</para>
/// <code>Get-AmiUserDataSchema | Set-Content user-data.schema.json</code>
/// </example>
/// <example>
/// <para>Check a document with it</para>
/// <code>Get-Content user-data/production.json -Raw | Test-Json -Schema (Get-AmiUserDataSchema)</code>
/// <para>Test-Json belongs to PowerShell 6 and later.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "AmiUserDataSchema")]
[OutputType(typeof(string))]
public sealed class GetAmiUserDataSchemaCommand : AsyncCmdlet
{
    private protected override Task ProcessAsync(Pipe pipe, CancellationToken cancel) => pipe.WriteAsync(UserDataSchema.Read());
}
