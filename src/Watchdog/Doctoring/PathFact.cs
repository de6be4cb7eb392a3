using System.Collections.Immutable;
using Watchdog.Kernel;

namespace Watchdog.Doctoring;

/// <summary>A path that a unit names, and what lies there.</summary>
/// <param name="Setting">By its name in the unit: <c>WorkingDirectory</c>.</param>
/// <param name="Path">Absolute.</param>
/// <param name="Need">What the unit needs of it.</param>
/// <param name="Steps">From the root folder to the path itself, each with links followed; shorter where it ends sooner.</param>
/// <param name="Reader">Who needs it; null where that cannot be known.</param>
internal sealed record PathFact(string Setting, string Path, PathNeed Need, ImmutableArray<FileLook> Steps, UserIds? Reader)
{
    /// <summary>What lies directly in a folder that is to be written to: a user often has a folder of its own there. Null where that was not looked at.</summary>
    public ImmutableArray<FileLook>? Inside { get; init; }
}

internal enum PathNeed
{
    /// <summary>That it is there; the manager itself reads it.</summary>
    Exists,

    /// <summary>A folder to enter.</summary>
    Enter,

    /// <summary>A program to run.</summary>
    Run,

    /// <summary>A place to write to.</summary>
    Write,
}

/// <summary>A user, as the kernel knows it.</summary>
internal sealed record UserIds(string Name, uint Uid, ImmutableArray<uint> Groups);
