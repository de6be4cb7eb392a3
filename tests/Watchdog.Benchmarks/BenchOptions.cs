namespace Watchdog.Benchmarks;

/// <summary><c>[check|steady|hanging|report|all] [--quick] [--binary PATH]</c></summary>
/// <param name="What">Which table.</param>
/// <param name="Quick">Shorter windows and fewer repetitions: for trying out, not for quoting.</param>
/// <param name="Binary">A published program; null publishes one.</param>
internal sealed record BenchOptions(string What, bool Quick, string? Binary)
{
    private static readonly string[] s_all = ["check", "steady", "hanging", "report", "all"];

    public bool Wants(string table) => What == "all" || What == table;

    /// <returns>Null after saying what is wrong.</returns>
    public static BenchOptions? Parse(IReadOnlyList<string> args)
    {
        var options = new BenchOptions("all", false, null);
        for (var i = 0; i < args.Count; i++)
        {
            if (s_all.Contains(args[i])) options = options with { What = args[i] };
            else if (args[i] == "--quick") options = options with { Quick = true };
            else if (args[i] == "--binary" && i + 1 < args.Count) options = options with { Binary = Path.GetFullPath(args[++i]) };
            else return Refuse($"unknown argument '{args[i]}'; use [check|steady|hanging|report|all] [--quick] [--binary PATH]");
        }

        if (options.Binary is { } binary && !File.Exists(binary)) return Refuse($"{binary} does not exist");
        return options.What == "report" || Environment.IsPrivilegedProcess && OperatingSystem.IsLinux() ? options : Refuse("root on Linux is needed: a systemd is booted in namespaces of its own");
    }

    private static BenchOptions? Refuse(string why)
    {
        Console.Error.WriteLine(why);
        return null;
    }
}
