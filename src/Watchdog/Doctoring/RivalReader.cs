using System.Collections.Immutable;
using System.Globalization;
using Watchdog.Cli.Install;
using Watchdog.Config;
using Watchdog.Kernel;

namespace Watchdog.Doctoring;

/// <summary>Who else restarts the units of this machine: monit, while it runs, and an installed watchdog with another configuration.</summary>
internal sealed class RivalReader
{
    private const int MostFiles = 256, MostProcesses = 32_768;

    private static readonly string[] s_files = ["/etc/monit/monitrc", "/etc/monitrc"];
    private static readonly string[] s_folders = ["/etc/monit/conf.d", "/etc/monit/conf-enabled", "/etc/monit.d"];

    private readonly ImmutableArray<(string Path, string Text)> _monit;
    private readonly ImmutableArray<string> _others;
    private readonly string _othersPath;

    private RivalReader(ImmutableArray<(string Path, string Text)> monit, ImmutableArray<string> others, string othersPath) => (_monit, _others, _othersPath) = (monit, others, othersPath);

    /// <param name="config">The file that is looked at.</param>
    /// <param name="isInstalledActive">Whether the installed daemon, or its timer, runs.</param>
    public static RivalReader Read(string config, bool isInstalledActive)
    {
        var monit = IsMonitRunning() ? Files().Select(path => (path, Text: SmallFile.Read(path))).Where(file => file.Text is not null).Select(file => (file.path, file.Text!)).ToImmutableArray() : [];
        var installed = Layout.OfSystem.Configuration;
        var isOther = isInstalledActive && Path.GetFullPath(config) != installed && File.Exists(installed);
        var others = isOther ? ConfigReader.Read(installed, elsewhere: true).Config?.Services.Select(service => service.Manager).OfType<SystemdConfig>()
            .Where(unit => unit.Scope == SystemdScope.System).Select(unit => unit.Unit).ToImmutableArray() : null;
        return new RivalReader(monit, others ?? [], installed);
    }

    /// <summary>In words, one for each.</summary>
    public ImmutableArray<string> Of(ManagerConfig manager, string unit)
    {
        if (manager is not SystemdConfig { Scope: SystemdScope.System }) return [];

        var all = ImmutableArray.CreateBuilder<string>();
        foreach (var (path, text) in _monit)
        {
            if (MonitConfig.LineAbout(text, unit) is { } line) all.Add(string.Create(CultureInfo.InvariantCulture, $"monit ({path}, line {line})"));
        }

        if (_others.Contains(unit)) all.Add($"the installed watchdog ({_othersPath})");
        return all.ToImmutable();
    }

    private static IEnumerable<string> Files() =>
        s_files.Concat(s_folders.SelectMany(folder => Folder.Read(folder, MostFiles).Names.Order(StringComparer.Ordinal).Select(name => $"{folder}/{name}"))).Where(File.Exists);

    private static bool IsMonitRunning() => Folder.Read("/proc", MostProcesses).Folders
        .Any(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && ProcStat.Read(pid) is { Name: "monit", IsOver: false });
}
