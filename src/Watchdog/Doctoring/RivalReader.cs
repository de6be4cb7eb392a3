using System.Collections.Immutable;
using System.Globalization;
using System.IO.Enumeration;
using System.Text;
using Watchdog.Cli.Install;
using Watchdog.Config;
using Watchdog.Config.Reading;
using Watchdog.Kernel;

namespace Watchdog.Doctoring;

/// <summary>Who else restarts the services of this machine: monit, while it runs, and an installed watchdog with another configuration.</summary>
internal sealed class RivalReader
{
    private const int MostFiles = 256, MostProcesses = 32_768, MostBytes = 1 << 20;

    private static readonly string[] s_files = ["/etc/monit/monitrc", "/etc/monitrc"];
    private static readonly string[] s_folders = ["/etc/monit/conf.d", "/etc/monit/conf-enabled", "/etc/monit.d"];

    private readonly ImmutableArray<(string Path, string Text)> _monit;
    private readonly ImmutableArray<ManagerConfig> _others;
    private readonly string _othersPath;

    internal RivalReader(ImmutableArray<(string Path, string Text)> monit, ImmutableArray<ManagerConfig> others, string othersPath) => (_monit, _others, _othersPath) = (monit, others, othersPath);

    /// <param name="config">The file that is looked at.</param>
    /// <param name="isInstalledActive">Whether the installed daemon, or its timer, runs.</param>
    public static RivalReader Read(string config, bool isInstalledActive)
    {
        var monit = IsMonitRunning() ? Files().Select(path => (path, Text: Text(path))).Where(file => file.Text is not null).Select(file => (file.path, file.Text!)).ToImmutableArray() : [];
        var installed = Layout.OfSystem.Configuration;
        var isOther = isInstalledActive && File.Exists(installed) && !IsOneFile(config, installed);
        var others = isOther ? ConfigReader.Read(installed, elsewhere: true).Config?.Services.Select(service => service.Manager).ToImmutableArray() : null;
        return new RivalReader(monit, others ?? [], installed);
    }

    /// <summary>In words, one for each.</summary>
    /// <param name="manager">As configured.</param>
    /// <param name="unit">Of systemd: its own name, where it is configured by an alias; empty for other managers.</param>
    public ImmutableArray<string> Of(ManagerConfig manager, string unit = "")
    {
        if (manager is SystemdConfig { Scope: not SystemdScope.System } or ProcessConfig) return [];

        var all = ImmutableArray.CreateBuilder<string>();
        foreach (var (path, text) in _monit)
        {
            if (LineOf(text, manager, unit) is { } line) all.Add(string.Create(CultureInfo.InvariantCulture, $"monit ({path}, line {line})"));
        }

        if (_others.Any(other => IsSame(other, manager, unit))) all.Add($"the installed watchdog ({_othersPath})");
        return all.ToImmutable();
    }

    private static int? LineOf(string text, ManagerConfig manager, string unit) => manager switch
    {
        SystemdConfig => MonitConfig.LineAbout(text, unit),
        SupervisordConfig program => MonitConfig.LineOrdering(text, "supervisorctl", [program.Program]),
        ContainerConfig container => MonitConfig.LineOrdering(text, container.Key, [container.Container]),
        RunitConfig runit => MonitConfig.LineOrdering(text, "sv", [runit.Service, .. runit.Service.StartsWith("/etc/service/", StringComparison.Ordinal) ? (string[])[Path.GetFileName(runit.Service)] : []]),
        S6Config s6 => MonitConfig.LineOrdering(text, "s6-svc", [s6.Service]),
        LaunchdConfig job => MonitConfig.LineOrdering(text, "launchctl", [job.Target]),
        CommandConfig command => new[] { command.Restart, command.Start }.Where(one => one.Length > 1).Select(one => MonitConfig.LineRunning(text, one)).FirstOrDefault(line => line is not null),
        _ => null,
    };

    private static bool IsSame(ManagerConfig other, ManagerConfig manager, string unit) => (other, manager) switch
    {
        (SystemdConfig { Scope: SystemdScope.System } one, SystemdConfig) => one.Unit == unit || (one.IsGlob && FileSystemName.MatchesSimpleExpression(one.Unit.Replace("\\", "\\\\", StringComparison.Ordinal), unit, ignoreCase: false)),
        (SupervisordConfig one, SupervisordConfig two) => one.Program == two.Program && one.Server == two.Server,
        (CommandConfig, CommandConfig) => other.Equals(manager),
        (SystemdConfig or ProcessConfig, _) => false,
        _ => other.Key == manager.Key && other.KnownAs == manager.KnownAs,
    };

    /// <summary>Whether two paths lead to one file, through links as well.</summary>
    internal static bool IsOneFile(string one, string other) => Path.GetFullPath(one) == Path.GetFullPath(other) || (FileId.Of(one) is { } file && FileId.Of(other) == file);

    /// <summary>Whole: Debian's monitrc alone has 14 KiB of comments. Null when it cannot be read.</summary>
    internal static string? Text(string path) => BoundedFile.Read(path, MostBytes).Content is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    private static IEnumerable<string> Files() =>
        s_files.Concat(s_folders.SelectMany(folder => Folder.Read(folder, MostFiles).Names.Order(StringComparer.Ordinal).Select(name => $"{folder}/{name}"))).Where(File.Exists);

    private static bool IsMonitRunning() => Folder.Read("/proc", MostProcesses).Folders
        .Any(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && ProcStat.Read(pid) is { Name: "monit", IsOver: false });
}
