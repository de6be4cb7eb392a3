using System.Collections.Immutable;

namespace Watchdog.Managers.Supervisord;

/// <summary>A program among all that supervisord has.</summary>
/// <param name="Name">As it is asked for: <c>web</c>, or with its group where that is called otherwise, <c>workers:web_00</c>.</param>
/// <param name="Info">What supervisord tells of it.</param>
internal sealed record ListedProgram(string Name, ProgramInfo Info)
{
    /// <summary>Of <c>supervisor.getAllProcessInfo</c>; null for whatever is no list. What is in no known form is left out of it.</summary>
    public static ImmutableArray<ListedProgram>? All(object? value)
    {
        if (value is not List<object> all) return null;
        var programs = ImmutableArray.CreateBuilder<ListedProgram>();
        foreach (var one in all)
        {
            if (one is not Dictionary<string, object> fields || ProgramInfo.Of(one) is not { } info) continue;
            if (fields.GetValueOrDefault("group") is not string group || fields.GetValueOrDefault("name") is not string name) continue;
            programs.Add(new ListedProgram(group == name ? name : $"{group}:{name}", info));
        }

        return programs.ToImmutable();
    }
}
