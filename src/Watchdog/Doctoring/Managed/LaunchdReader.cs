using System.Globalization;
using Watchdog.Config;
using Watchdog.Config.Reading;
using Watchdog.Kernel;
using Watchdog.Managers.Launchd;

namespace Watchdog.Doctoring.Managed;

/// <summary>Reads what launchd knows of a job, and looks at the files that it names.</summary>
internal sealed class LaunchdReader(ProcessRunner runner)
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(10);

    public async Task<ManagerSettings?> ReadAsync(LaunchdConfig job, CancellationToken cancel)
    {
        var domain = LaunchctlAnswer.Domain(job.Target);
        var printed = await RunAsync(cancel, "print", job.Target).ConfigureAwait(false);
        if (printed.ExitCode is not (0 or LaunchctlAnswer.NotLoaded)) return null;

        var settings = printed.Succeeded ? JobSettings.Of(printed.Output) : new JobSettings();
        var disabled = await RunAsync(cancel, "print-disabled", domain).ConfigureAwait(false);
        var program = printed.Succeeded ? JobPrint.Of(printed.Output).Program : null;
        settings = settings with
        {
            Owner = OwnerOf(domain),
            IsDisabled = disabled.Succeeded && DisabledJobs.Holds(disabled.Output, job.Target[(domain.Length + 1)..]),
        };
        return await Task.Run(() => WithFiles(settings, job, program), CancellationToken.None).WaitAsync(cancel).ConfigureAwait(false);
    }

    private static JobSettings WithFiles(JobSettings settings, LaunchdConfig job, string? program) => settings with
    {
        OthersMayWrite = settings.Plist is { } plist && FileStatus.Of(plist) is { OthersMayWrite: true },
        Paths =
        [
            .. program?.StartsWith('/') == true ? (PathFact[])[Fact("program", program, PathNeed.Run)] : [],
            .. job.Bootstrap is { } bootstrap ? (PathFact[])[Fact("bootstrap", bootstrap, PathNeed.Exists)] : [],
        ],
    };

    /// <summary>Everybody's own: <c>system</c> is root's, <c>gui/501</c> that user's.</summary>
    private static uint OwnerOf(string domain) => uint.TryParse(domain[(domain.IndexOf('/') + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var user) ? user : 0;

    private static PathFact Fact(string setting, string path, PathNeed need) => new(setting, path, need, [Look(path)], null);

    /// <summary>As .NET sees it on a Mac too: whether it is there, and a program at all.</summary>
    private static FileLook Look(string path)
    {
        const int File = 0x8000, Folder = 0x4000;
        try
        {
            return new FileLook(FileState.There, (int)System.IO.File.GetUnixFileMode(path) | (Directory.Exists(path) ? Folder : File));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new FileLook(FileState.Missing);
        }
        catch (Exception unseen) when (unseen is IOException or UnauthorizedAccessException)
        {
            return new FileLook(FileState.Unseen);
        }
    }

    private Task<ProcessResult> RunAsync(CancellationToken cancel, params string[] arguments) => runner.RunAsync("launchctl", arguments, s_deadline, cancel);
}
