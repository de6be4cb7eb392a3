using System.Text.Json.Serialization;
using Watchdog.Kernel;

namespace Watchdog.Managers;

/// <summary>What is written down of a child until we end it ourselves, so that it, or that it has ended by itself, is known again after a crash of ours.</summary>
/// <param name="Version">Of this format; see <see cref="Current"/>.</param>
/// <param name="Service">Its name: the file's own may be shortened.</param>
/// <param name="Boot">The boot that its start is counted from.</param>
/// <param name="Pid">The leader of its session.</param>
/// <param name="Start">As <see cref="ProcessIdentity"/> has it.</param>
/// <param name="Instance">The name of its run.</param>
/// <param name="StartedTicks">When it was started, monotonic since boot, in ticks of 100 ns.</param>
/// <param name="Command">What was started; secrets are left out.</param>
/// <param name="ControlGroup">Of its own; null where it has none.</param>
internal sealed record ChildRecord(
    int Version, string Service, string Boot, int Pid, long Start, string Instance, long StartedTicks, IReadOnlyList<string> Command, string? ControlGroup)
{
    public const int Current = 1;

    /// <summary>Larger files are not ours: a command line has at most 2 MiB on Linux.</summary>
    public const int MaxBytes = 4 << 20;

    [JsonIgnore]
    public ProcessIdentity Identity => new(Pid, Start);

    /// <summary>
    /// Whether it is one of ours at all. Of process 1 and below it must never be: to signal the group of 1 is to signal every process there is.
    /// </summary>
    [JsonIgnore]
    public bool IsWhole => Version == Current && Pid > 1 && Service is not null && Boot is not null && Command is not null && Instance is { Length: > 0 };

    /// <summary>Whether it belongs to that boot; an unknown one, empty, is taken for another.</summary>
    public bool IsOf(string boot) => boot.Length > 0 && boot == Boot;

    /// <summary>Why the process that is meant does not live any more; null while it does.</summary>
    /// <param name="boot">The present one; empty when it is not known, which is taken for another one.</param>
    /// <param name="now">The process that has its number now, null for none.</param>
    /// <param name="lives">Whether that one has not ended.</param>
    public string? WhyOver(string boot, ProcessIdentity? now, bool lives)
    {
        if (!IsOf(boot)) return $"pid {Pid} was of another boot";
        if (now is null) return $"pid {Pid} has ended meanwhile";
        if (now != Identity) return $"pid {Pid} has ended meanwhile; another process has its number now, which is left alone";
        return lives ? null : $"pid {Pid} has ended meanwhile";
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ChildRecord))]
internal sealed partial class ChildJson : JsonSerializerContext;
