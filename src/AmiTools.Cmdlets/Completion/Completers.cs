using AmiTools.Cmdlets.Base;
using AmiTools.Core;
using AmiTools.Core.Completion;

namespace AmiTools.Cmdlets.Completion;

/// <summary>Names of images: of definitions that lie here, then of images in AWS.</summary>
internal sealed class ImageNameCompleter : Completer
{
    private protected override Task<IReadOnlyList<Suggestion>> AskAsync(SuggestionRequest request, ConnectionParameters parameters) =>
        new SuggestNames(Surroundings(parameters)).RunAsync(request);
}

/// <summary>Names of the definitions that lie here.</summary>
internal sealed class DefinitionNameCompleter : Completer
{
    private protected override Task<IReadOnlyList<Suggestion>> AskAsync(SuggestionRequest request, ConnectionParameters parameters) =>
        new SuggestNames(Surroundings(parameters)).OfDefinitionsAsync(request);
}

/// <summary>The versions that there are of the image that -Name gives.</summary>
internal sealed class VersionCompleter : Completer
{
    private protected override Task<IReadOnlyList<Suggestion>> AskAsync(SuggestionRequest request, ConnectionParameters parameters) =>
        new SuggestVersions(Surroundings(parameters)).RunAsync(request);
}

/// <summary>The targets of the environments file.</summary>
internal sealed class TargetCompleter : Completer
{
    private protected override Task<IReadOnlyList<Suggestion>> AskAsync(SuggestionRequest request, ConnectionParameters parameters) =>
        new SuggestPlaces(Surroundings(parameters)).TargetsAsync(request);
}

/// <summary>The environments of the environments file.</summary>
internal sealed class EnvironmentCompleter : Completer
{
    private protected override Task<IReadOnlyList<Suggestion>> AskAsync(SuggestionRequest request, ConnectionParameters parameters) =>
        new SuggestPlaces(Surroundings(parameters)).EnvironmentsAsync(request);
}

/// <summary>Regions: those of the environments file, then all public ones.</summary>
internal sealed class RegionCompleter : Completer
{
    private protected override Task<IReadOnlyList<Suggestion>> AskAsync(SuggestionRequest request, ConnectionParameters parameters) =>
        new SuggestAws(Surroundings(parameters)).RegionsAsync(request);
}

/// <summary>Profiles of the shared AWS configuration.</summary>
internal sealed class ProfileCompleter : Completer
{
    private protected override Task<IReadOnlyList<Suggestion>> AskAsync(SuggestionRequest request, ConnectionParameters parameters) =>
        new SuggestAws(Surroundings(parameters)).ProfilesAsync(request, parameters.ProfileLocation);
}

/// <summary>Schedules of this machine.</summary>
internal sealed class ScheduleNameCompleter : Completer
{
    private protected override Task<IReadOnlyList<Suggestion>> AskAsync(SuggestionRequest request, ConnectionParameters parameters) =>
        new SuggestSchedules(Surroundings(parameters)).RunAsync(request, Enum.TryParse<ScheduleKind>(parameters.ScheduleKind, ignoreCase: true, out var kind) ? kind : null);
}
