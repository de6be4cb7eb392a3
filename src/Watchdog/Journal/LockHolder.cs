using System.Globalization;

namespace Watchdog.Journal;

/// <summary>Who holds the state folder.</summary>
/// <param name="Pid">0 when it is not known.</param>
/// <param name="Command">As it was called: <c>watchdog run</c>.</param>
/// <param name="Started">When the process began.</param>
/// <param name="Since">When it took the lock.</param>
internal sealed record LockHolder(int Pid, string Command, DateTimeOffset Started, DateTimeOffset Since)
{
    /// <summary>A holder that has not written its name yet, or could not.</summary>
    public static LockHolder Unknown { get; } = new(0, "another process", default, default);

    public override string ToString() => Pid == 0
        ? Command
        : string.Create(CultureInfo.InvariantCulture, $"{Command}, PID {Pid}, since {Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
}
