using System.Collections.Immutable;
using System.Text.Json;
using Watchdog.Core;

namespace Watchdog.Journal;

/// <summary>One JSON file per service, replaced atomically; one writer at a time (<see cref="StateLock"/>).</summary>
internal sealed class StateStore(Directories directories, string boot, TimeProvider time, ILogger logger) : IStateStore
{
    private static readonly SavedService Nothing = new(null, ImmutableDictionary<string, CounterMemory>.Empty, null);

    private SaveResult _worst;

    /// <summary>A test may throw there, as if we had been killed.</summary>
    internal Action<AtomicFile.Step>? AfterStep { get; init; }

    /// <summary>For those who hold no lock: nothing is set aside.</summary>
    public bool ReadsOnly { get; init; }

    private Moment Now => new(time.GetElapsedTime(0), time.GetUtcNow());

    /// <summary>
    /// Loads what reading and writing a state and a line takes, a third of a one-shot run's time: beside the reading of the configuration it costs
    /// no time of its own where there is a second processor.
    /// </summary>
    public static void LoadAhead()
    {
        var state = new StateFile(StateFile.Current, "", "", default, ServiceState.New with { Ledger = [default], Alerted = [""] }, new Dictionary<string, CounterMemory>());
        JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(state, JournalJson.Lines.StateFile), JournalJson.Lines.StateFile);
        JsonSerializer.SerializeToUtf8Bytes(new JournalEntry { At = default, Up = default, Service = "", Input = new Resumed(""), Decisions = [] }, JournalJson.Lines.JournalEntry);
    }

    public SavedService Load(string service)
    {
        var durable = Read(PathIn(directories.States, service), service, out var problem);
        var runtime = Read(PathIn(directories.RuntimeStates, service), service, out var runtimeProblem);
        problem = Join(problem, runtimeProblem);

        var newer = Newer(durable, runtime);
        if (newer is null) return Nothing with { Problem = problem };
        var state = newer.OnBoot(boot, Now, out var clockProblem);
        return new SavedService(state, newer.Counters, Join(problem, clockProblem));
    }

    /// <summary>The names of all services that a state was saved of, in no order; a file that cannot be read has none.</summary>
    public IReadOnlySet<string> Services()
    {
        var names = new HashSet<string>();
        foreach (var folder in (string[])[directories.States, directories.RuntimeStates])
        {
            foreach (var file in FilesIn(folder))
            {
                if (HeadOf(file)?.Service is { } name) names.Add(name);
            }
        }

        return names;
    }

    public SaveResult Save(string service, ServiceState state, IReadOnlyDictionary<string, CounterMemory> counters)
    {
        var content = JsonSerializer.SerializeToUtf8Bytes(
            new StateFile(StateFile.Current, service, boot, Now, state, counters).Whole(), JournalJson.Lines.StateFile);

        var result = SaveResult.Saved;
        if (TryReplace(directories.States, service, content) is { } problem)
        {
            var runtimeProblem = TryReplace(directories.RuntimeStates, service, content);
            result = runtimeProblem is null ? SaveResult.SavedInRuntime : SaveResult.Lost;
            problem = Join(problem, runtimeProblem)!;
            SayOnce(result, problem);
            return result;
        }

        SayOnce(result, "");
        return result;
    }

    private string? TryReplace(string folder, string service, byte[] content)
    {
        try
        {
            if (!Directory.Exists(folder)) AtomicFile.CreateFolder(folder);     // someone has removed it while we ran
            AtomicFile.Replace(PathIn(folder, service), content, AfterStep);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    /// <summary>All services share the disk, so they share the message.</summary>
    private void SayOnce(SaveResult result, string problem)
    {
        if (Interlocked.Exchange(ref _worst, result) == result) return;
        if (result == SaveResult.Saved) Log.StateSavedAgain(logger);
        else if (result == SaveResult.SavedInRuntime) Log.StateSavedInRuntime(logger, directories.RuntimeStates, problem);
        else Log.StateLost(logger, problem);
    }

    private StateFile? Read(string path, string service, out string? problem)
    {
        problem = null;
        try
        {
            if (!File.Exists(path)) return null;
            problem = TryParse(path, service, out var file);
            if (problem is null) return file;
            if (ReadsOnly)
            {
                problem = $"{path} {problem}; the next run sets it aside and starts anew";
                return null;
            }

            var aside = FileNames.Aside(path, "corrupt", time.GetUtcNow());
            File.Move(path, aside, overwrite: true);
            problem = $"{path} {problem}; it was set aside as {aside}";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            problem = Join(problem, $"{path} cannot be read or set aside: {failure.Message}");
        }

        Log.StateSetAside(logger, service, problem!);
        return null;
    }

    private static string[] FilesIn(string folder)
    {
        try
        {
            return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.json") : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static StateFileHead? HeadOf(string path)
    {
        try
        {
            if (new FileInfo(path).Length > StateFile.MaxBytes) return null;
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), JournalJson.Lines.StateFileHead);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;        // whoever asks for its service by name is told what is wrong with it
        }
    }

    /// <returns>What is wrong with it, or null.</returns>
    private static string? TryParse(string path, string service, out StateFile? file)
    {
        file = null;
        if (new FileInfo(path).Length > StateFile.MaxBytes) return "is over 1 MiB";
        try
        {
            var content = File.ReadAllBytes(path);
            var version = JsonSerializer.Deserialize(content, JournalJson.Lines.StateFileHead)?.Version;
            if (version != StateFile.Current) return $"has format version {version}, not {StateFile.Current}";
            var parsed = JsonSerializer.Deserialize(content, JournalJson.Lines.StateFile);
            if (parsed?.State is null || parsed.Boot is null) return "holds no state";
            if (parsed.Service != service) return $"belongs to {parsed.Service}";
            file = parsed.Whole();
            return null;
        }
        catch (JsonException failure)
        {
            return $"is damaged ({failure.Message})";
        }
    }

    private StateFile? Newer(StateFile? durable, StateFile? runtime)
    {
        if (durable is null || runtime is null) return durable ?? runtime;
        if (durable.Boot == runtime.Boot) return runtime.Saved.Uptime > durable.Saved.Uptime ? runtime : durable;
        return runtime.Boot == boot ? runtime : durable.Boot == boot || durable.Saved.Utc >= runtime.Saved.Utc ? durable : runtime;
    }

    private static string PathIn(string folder, string service) => Path.Combine(folder, FileNames.Of(service) + ".json");

    private static string? Join(string? one, string? other) => one is null ? other : other is null ? one : $"{one}; {other}";
}
