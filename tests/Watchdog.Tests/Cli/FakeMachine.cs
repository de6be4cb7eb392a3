using Watchdog.Cli.Install;

namespace Watchdog.Tests.Cli;

/// <summary>A machine of files and units in memory; a plan can be carried out on it.</summary>
internal sealed class FakeMachine : IMachine
{
    public const string Built = "/build/watchdog";

    public Dictionary<string, string> Files { get; } = new() { [Built] = "program 1" };

    public HashSet<string> Users { get; } = [];

    public Dictionary<string, UnitFacts> Units { get; } = [];

    /// <summary>What the user service-watchdog may write.</summary>
    public HashSet<string> Open { get; } = [];

    public Dictionary<string, uint> Owners { get; } = [];

    public string? Program => Built;

    public string UserName => "ann";

    public bool Exists(string path) => Files.ContainsKey(path) || Files.Keys.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal));

    public bool Holds(string path, string text) => Read(path) == text;

    public bool SameContent(string one, string other) => Read(one) is { } text && text == Read(other);

    public string? Read(string path) => Files.GetValueOrDefault(path);

    public bool HasUser(string name) => Users.Contains(name);

    public UnitFacts Unit(string name) => Units.GetValueOrDefault(name);

    public bool ServiceUserMayWrite(string path) => Open.Contains(path);

    public uint? OwnerOf(string path) => Owners.TryGetValue(path, out var owner) ? owner : null;

    /// <summary>Does what is not already so.</summary>
    public void CarryOut(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps.Where(step => !step.AlreadySo))
        {
            switch (step)
            {
                case WriteFile write:
                    Files[write.Path] = write.Text;
                    break;
                case CopyProgram copy:
                    Files[copy.To] = Files[copy.From];
                    break;
                case RemoveFile remove:
                    foreach (var file in Files.Keys.Where(f => f == remove.Path || f.StartsWith(remove.Path + "/", StringComparison.Ordinal)).ToList())
                        Files.Remove(file);
                    break;
                case Execute execute:
                    Execute(execute);
                    break;
            }
        }
    }

    private static string Job(string target) => target[(target.LastIndexOf('/') + 1)..];

    private void Execute(Execute execute)
    {
        var arguments = execute.Arguments.Where(a => a is not ("--user" or "--no-ask-password")).ToList();
        switch (execute.Program, arguments)
        {
            case ("systemd-sysusers", _):
                Users.Add(Layout.Name);
                break;
            case ("userdel", _):
                Users.Clear();
                break;
            case ("systemctl", ["enable", "--now", var unit]):
                Units[unit] = new UnitFacts(Enabled: true, Active: true);
                break;
            case ("systemctl", ["disable", "--now", var unit]):
                Units.Remove(unit);
                break;
            case ("launchctl", ["enable", var target]):
                Units[Job(target)] = Units.GetValueOrDefault(Job(target)) with { Enabled = true };
                break;
            case ("launchctl", ["bootstrap", _, var plist]):
                Units[Path.GetFileNameWithoutExtension(plist)] = new UnitFacts(Enabled: true, Active: true);
                break;
            case ("launchctl", ["bootout", var target]):
                Units[Job(target)] = Units[Job(target)] with { Active = false };
                break;
        }
    }
}
