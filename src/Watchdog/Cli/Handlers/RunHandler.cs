using System.Runtime.InteropServices;
using Watchdog.Journal;
using Watchdog.Kernel;
using Watchdog.Managers.Systemd;
using Watchdog.Supervision;
using Watchdog.Web;

namespace Watchdog.Cli.Handlers;

/// <summary>The daemon, from its lock to its last saved state.</summary>
internal static class RunHandler
{
    /// <summary>As it stands in the lock.</summary>
    public const string Name = "watchdog run";

    public static async Task<int> RunAsync(RunCommand.Options options, CancellationToken stop)
    {
        if (ConfigFile.Read(options.Config) is not { } config) return ExitCode.Unusable;

        var time = TimeProvider.System;
        var directories = StateFolder.Ours();
        if (directories.Prepare() is { } problem) return Fail(problem.Sentence);

        StateLock? held;
        LockHolder? holder;
        try
        {
            held = StateLock.TryTake(directories.State, Name, time, out holder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Fail($"{directories.State} cannot be used: {failure.Message}; mend it, or set STATE_DIRECTORY");
        }

        using var locked = held;
        if (locked is null) return Fail($"another watchdog keeps these services already: {holder}; stop it first, or set STATE_DIRECTORY to a folder of its own");

        using var logs = Logging.Create();
        var log = logs.CreateLogger<Daemon>();
        Log.RunsUnder(log, Surroundings.Detect());
        if (OpenFiles.Raise() is { Problem: { } shortage }) Log.FewDescriptors(log, shortage);
        await using var parts = new Composition(config, directories, time, logs);
        await using var daemon = parts.Daemon(config, SdNotify.FromEnvironment(time));
        using var hangup = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            daemon.TryReload("SIGHUP");
        });
        var (control, why) = await ControlServer.StartAsync(directories.ControlSocket, new DaemonControl(daemon, parts.Evidence.Store, parts.Clock, ShowVersion.Text) { Notifiers = parts.Delivery.Status }, mayTalk: null, time, logs, stop).ConfigureAwait(false);
        if (control is null) Log.ControlMissing(logs.CreateLogger<ControlServer>(), why);     // the services are kept all the same
        await using (control)
        {
            await daemon.RunAsync(stop).ConfigureAwait(false);
        }

        return ExitCode.Fine;
    }

    private static int Fail(string sentence) => Complaint.Say("run", ExitCode.Failed, sentence);
}
