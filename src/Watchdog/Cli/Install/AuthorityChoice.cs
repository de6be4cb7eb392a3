namespace Watchdog.Cli.Install;

/// <summary>
/// As whom the system's watchdog is to run. As root only where that was asked for, now or when it was installed; where it was not, whoever asked is told
/// which services will be out of reach.
/// </summary>
internal sealed class AuthorityChoice(InstallOptions options, IMachine machine, ConfiguredUnits configured)
{
    private readonly List<Note> _notes = [];

    /// <summary>What there is to say about it.</summary>
    public IReadOnlyList<Note> Notes => _notes;

    /// <summary>The authority, or why nothing is installed.</summary>
    public (Authority? Authority, string? Problem) Make()
    {
        if (Reach.OfUsers(configured.Services) is { Count: > 0 } users)
            Say($"{List(users)}: of a user's own systemd, which nobody else can ask, not even root: for those, 'watchdog install --user' as that user");
        if (options.AsRoot ?? IsInstalledAsRoot())
            return (Root(), null);

        var beyond = Reach.NeedRoot(configured.Services, machine);
        if (beyond.Count > 0 && beyond.Count == configured.Services.Count && options.AsRoot is null)
            return (null, Refusal(beyond));
        if (!PolkitRule.TryWrite(configured.Names, out var rule, out var problem))
            return (null, problem);

        if (beyond.Count > 0)
            Say($"NOT RESTARTED: {List(beyond)}: the user {Layout.Name}, as whom this runs, may not ask their manager; to run it as root: sudo watchdog install --as-root");
        return (new Authority(rule), null);
    }

    private Authority Root()
    {
        if (options.AsRoot is null)
            Say("it runs as root, as it was installed; to give it a user without privileges: sudo watchdog install --as-root false");

        var started = configured.Services.Where(service => RootUnit.Starts(service.Manager)).ToList();
        if (started.Count > 0)
            Say($"it runs as root and unconfined, since what starts these would be confined with it: {List(started)}");
        return new Authority(Confined: started.Count == 0);
    }

    /// <summary>By the unit that is in use: the other one may be left from before.</summary>
    private bool IsInstalledAsRoot()
    {
        string[] units = machine.Unit(Layout.TimerUnit).Enabled ? [Layout.CheckUnit, Layout.DaemonUnit] : [Layout.DaemonUnit, Layout.CheckUnit];
        var installed = units.Select(unit => machine.Read(Layout.OfSystem.UnitFile(unit))).FirstOrDefault(text => text is not null);
        return installed is not null && RootUnit.IsOne(installed);
    }

    private static string Refusal(IReadOnlyList<ConfiguredService> beyond) =>
        $"none of its services could be restarted: {List(beyond)} obey root only, and it would run as the user {Layout.Name}; run 'sudo watchdog install --as-root', "
        + "or, where you have let that user in, add --as-root false";

    private void Say(string text) => _notes.Add(new Note(text));

    private static string List(IEnumerable<ConfiguredService> services) => string.Join(", ", services);
}
