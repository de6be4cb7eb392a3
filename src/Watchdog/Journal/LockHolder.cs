using System.Globalization;
using System.Text.Json.Serialization;
using Watchdog.Kernel;

namespace Watchdog.Journal;

/// <summary>Who holds the state folder.</summary>
/// <param name="Pid">0 when it is not known.</param>
/// <param name="Command">As it was called: <c>watchdog run</c>.</param>
/// <param name="Start">When the process began, as <see cref="ProcessIdentity"/> has it: with the number, which process it is. 0 when it is not known.</param>
/// <param name="Since">When it took the lock.</param>
internal sealed record LockHolder(int Pid, string Command, long Start, DateTimeOffset Since)
{
    /// <summary>A holder that has not written its name yet, or could not.</summary>
    public static LockHolder Unknown { get; } = new(0, "another process", 0, default);

    [JsonIgnore]
    public ProcessIdentity Process => new(Pid, Start);

    public override string ToString() => Pid == 0
        ? Command
        : string.Create(CultureInfo.InvariantCulture, $"{Command}, PID {Pid}, since {Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
}
