using System.Management.Automation;

namespace AmiTools.Cmdlets.Base;

/// <summary>
/// A time that a cmdlet may take: from a second to seven days. A number alone is no number of seconds: PowerShell makes it one
/// of ticks, of 100 nanoseconds each.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ValidateDurationAttribute : ValidateArgumentsAttribute
{
    private static readonly TimeSpan least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan most = TimeSpan.FromDays(7);

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is TimeSpan given && (given < least || given > most))
            throw new ValidationMetadataException($"The time is {given:c}; expected from one second to seven days, such as 00:30:00. A number without a unit counts ticks of 100 nanoseconds.");
    }
}
