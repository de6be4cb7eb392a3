using Watchdog.Kernel;

namespace Watchdog.Evidence.Collectors;

/// <summary>Tells by its executable, else by the libraries that it has mapped, what runs a process's program.</summary>
/// <param name="reader">The list of what is mapped takes the process's memory lock: the thread that reads it may be lost.</param>
/// <param name="proc">Where proc is mounted.</param>
internal sealed class RuntimeDetector(Expendable reader, string proc = "/proc")
{
    private const int MostLines = 20_000;

    private static readonly TimeSpan s_deadline = TimeSpan.FromMilliseconds(500);

    public async ValueTask<RuntimeKind> OfAsync(int pid, CancellationToken cancel)
    {
        // A link that we may not read leaves the short name, which a program may choose itself.
        var program = LinkTarget.Read($"{proc}/{pid}/exe") ?? ProcStat.Read(proc, pid)?.Name;
        if (program is null) return RuntimeKind.Native;
        if (OfProgram(program) is not RuntimeKind.Native and var known) return known;

        var found = await reader.AskAsync(() => new Found(OfMaps($"{proc}/{pid}/maps")), s_deadline, cancel).ConfigureAwait(false);
        return found?.Kind ?? RuntimeKind.Native;
    }

    /// <param name="path">Of the executable.</param>
    internal static RuntimeKind OfProgram(string path) => Path.GetFileName(path) switch
    {
        var name when name.StartsWith("python", StringComparison.Ordinal) || name.StartsWith("uwsgi", StringComparison.Ordinal) => RuntimeKind.Python,
        "dotnet" => RuntimeKind.DotNet,
        "java" => RuntimeKind.Java,
        _ => RuntimeKind.Native,
    };

    /// <param name="line">Of <c>/proc/PID/maps</c>; the path stands at its end.</param>
    internal static RuntimeKind OfMapping(string line)
    {
        var file = line.AsSpan(line.LastIndexOf('/') + 1);
        if (file.StartsWith("libpython")) return RuntimeKind.Python;
        if (file.StartsWith("libcoreclr.so")) return RuntimeKind.DotNet;
        return file.StartsWith("libjvm.so") ? RuntimeKind.Java : RuntimeKind.Native;
    }

    private static RuntimeKind OfMaps(string file)
    {
        try
        {
            return File.ReadLines(file).Take(MostLines).Select(OfMapping).FirstOrDefault(static kind => kind != RuntimeKind.Native);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return RuntimeKind.Native;
        }
    }

    private sealed record Found(RuntimeKind Kind);
}
