using System.Runtime.InteropServices;

namespace Watchdog.Kernel;

/// <summary>
/// How long the machine has slept since it was booted: the clock that counts sleep less the one that does not, which is the one of
/// <see cref="Core.Moment.Uptime"/>.
/// </summary>
internal static partial class SleepClock
{
    private const int LinuxMonotonic = 1;
    private const int LinuxBoottime = 7;
    private const int MacMonotonicRaw = 4;
    private const int MacUptimeRaw = 8;

    /// <summary>Zero where it cannot be told.</summary>
    public static TimeSpan Asleep()
    {
        var (with, without) = OperatingSystem.IsMacOS() ? (MacMonotonicRaw, MacUptimeRaw) : (LinuxBoottime, LinuxMonotonic);
        return GetTime(with, out var sleeping) == 0 && GetTime(without, out var awake) == 0 ? sleeping.Span - awake.Span : TimeSpan.Zero;
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec
    {
        private readonly nint _seconds;
        private readonly nint _nanoseconds;

        public TimeSpan Span => new((_seconds * TimeSpan.TicksPerSecond) + (_nanoseconds / TimeSpan.NanosecondsPerTick));
    }
}
