using System.Globalization;

namespace Watchdog.Cli.Demo;

/// <param name="Port">On 127.0.0.1; 0 for any free one.</param>
/// <param name="FaultsFile">Faults are taken from here, see <see cref="SampleFaults"/>.</param>
/// <param name="IncurableFile">While it exists every instance fails its deep health.</param>
internal sealed record SampleOptions(int Port, string? FaultsFile = null, string? IncurableFile = null)
{
    public const string Usage = "usage: watchdog sample-service --port N [--faults FILE] [--incurable FILE]";

    /// <returns>Null when the arguments are not understood.</returns>
    public static SampleOptions? Parse(IReadOnlyList<string> args)
    {
        int? port = null;
        string? faults = null, incurable = null;
        for (var i = 0; i < args.Count; i += 2)
        {
            if (i + 1 == args.Count) return null;
            switch (args[i])
            {
                case "--port" when ushort.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var number): port = number; break;
                case "--faults": faults = args[i + 1]; break;
                case "--incurable": incurable = args[i + 1]; break;
                default: return null;
            }
        }

        return port is { } known ? new SampleOptions(known, faults, incurable) : null;
    }
}
