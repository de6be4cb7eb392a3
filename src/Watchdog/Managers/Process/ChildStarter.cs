using System.Globalization;
using Watchdog.Config;
using Watchdog.Core;
using Watchdog.Kernel;

namespace Watchdog.Managers;

/// <summary>Starts the child of one service, or takes up the one that has outlived us, and keeps its record in step.</summary>
/// <param name="service">Its name.</param>
/// <param name="log">For its output.</param>
/// <param name="records">Of all children.</param>
/// <param name="options">What they have in common.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what is worth it.</param>
internal sealed class ChildStarter(string service, BoundedLog log, ChildRecords records, ChildOptions options, TimeProvider time, ILogger logger)
{
    private readonly Lock _recording = new();
    private string? _recorded;
    private bool _saidNameless;

    /// <summary>Starts it, its output into the log. Blocks as the spawner does.</summary>
    /// <returns>The child, or null and why.</returns>
    public (ChildProcess? Child, Reason Failure) Start(ProcessConfig config)
    {
        records.Prepare(service);
        try
        {
            return Start(config, ChildPipe.Create(records.PipeOf(service), out var nameless), nameless);
        }
        catch (IOException failure)
        {
            return (null, new Reason("start-failed", $"there is no pipe for its output: {failure.Message}"));
        }
    }

    /// <summary>The child that the record tells of, if it lives; else null, and said. Blocks for no longer than reading a small file takes.</summary>
    /// <param name="config">What it would run now; null where it is configured no more.</param>
    /// <param name="ended">The run that has ended by itself in this boot, in our sight or while nobody looked; null where there is none.</param>
    public ChildProcess? TakeUp(ProcessConfig? config, out string? ended)
    {
        ended = null;
        if (records.Load(service) is not { } record) return null;
        if (record.WhyOver(options.Boot, ProcessIdentity.Of(record.Pid), record.Identity.Lives) is { } why)
        {
            Log.ChildNotTakenUp(logger, service, why);
            if (record.IsOf(options.Boot)) ended = record.Instance;
            else records.Remove(service);
            return null;
        }

        var held = new AdoptedProcess(record.Identity, options.Groups.Find(record.ControlGroup, record.Pid));
        var pipe = ChildPipe.Reopen(records.PipeOf(service), out var problem);
        var drained = pipe is null ? Task.CompletedTask : OutputPump.Run(pipe, log, held.Ended);
        lock (_recording) _recorded = record.Instance;
        Log.ChildTakenUp(logger, service, record.Pid);
        if (problem is not null) Log.ChildOutputOutOfReach(logger, service, record.Pid, problem);
        if (config is not null && !Shown(config).SequenceEqual(record.Command)) Log.ChildOfOtherCommand(logger, service, record.Pid);
        return new ChildProcess(held, record.Instance, new TimeSpan(record.StartedTicks), drained);
    }

    /// <summary>That child was ended by us, and is none that has failed. Null for whichever it was.</summary>
    public void Forget(ChildProcess? child)
    {
        lock (_recording)
        {
            // The next one may be recorded already.
            if (child is not null && child.Instance != _recorded) return;
            _recorded = null;
            records.Remove(service);
        }
    }

    private (ChildProcess? Child, Reason Failure) Start(ProcessConfig config, ChildPipe pipe, string? nameless)
    {
        var (pid, failure) = Spawner.Start(config, pipe.Writer!);
        if (pid == 0)
        {
            pipe.Dispose();
            return (null, failure);
        }

        pipe.CloseWriter();
        var (startedAt, identity) = (time.GetElapsedTime(0), ProcessIdentity.Of(pid));
        var start = identity?.Start ?? startedAt.Ticks;
        var held = new OwnProcess(pid, options.Groups.Make(service, pid, start));
        var child = new ChildProcess(held, string.Create(CultureInfo.InvariantCulture, $"{pid}:{start}"), startedAt, OutputPump.Run(pipe, log, held.Ended));
        if (identity is not null) Record(child, start, config);
        if (nameless is not null && !_saidNameless) Log.ChildPipeNameless(logger, service, nameless);
        _saidNameless = nameless is not null;
        return (child, default);
    }

    private void Record(ChildProcess child, long start, ProcessConfig config)
    {
        lock (_recording)
        {
            _recorded = child.Instance;
            var group = child.ControlGroup.Length > 0 ? child.ControlGroup : null;
            records.Save(new ChildRecord(ChildRecord.Current, service, options.Boot, child.Pid, start, child.Instance, child.StartedAt.Ticks, Shown(config), group));
        }
    }

    private static string[] Shown(ProcessConfig config) => [.. config.Command.Select(config.Secrets.Hide)];
}
