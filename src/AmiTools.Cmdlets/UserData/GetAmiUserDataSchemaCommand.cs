using System.Management.Automation;
using AmiTools.Cmdlets.Base;
using AmiTools.Core.UserData;

namespace AmiTools.Cmdlets.UserData;

/// <summary>
/// <para type="synopsis">Prints the JSON Schema of the user data document.</para>
/// <para type="description">For editors and for other programs that make the document. Test-AmiUserData checks more: the size, and values that look like secrets.</para>
/// </summary>
[Cmdlet(VerbsCommon.Get, "AmiUserDataSchema")]
[OutputType(typeof(string))]
public sealed class GetAmiUserDataSchemaCommand : AsyncCmdlet
{
    private protected override Task ProcessAsync(Pipe pipe, CancellationToken cancel) => pipe.WriteAsync(UserDataSchema.Read());
}
