using System.Text.RegularExpressions;

namespace Watchdog.Config.Format;

/// <summary>What is wrong with a text of some kind, in words that say what to write; null when nothing is.</summary>
internal static partial class Texts
{
    private static readonly string[] UnitTypes = ["service", "socket", "timer", "mount", "automount", "swap", "target", "path", "slice",
        "scope", "device"];
    private static readonly string[] Reserved = [CheckDefaults.Liveness, CheckDefaults.DeepHealth, CheckDefaults.AcceptLoop,
        CheckDefaults.Memory, Core.Cause.Unit];

    public static readonly ListForm<string?> CommandForm = new(new TextForm("a program or an argument", standIn: EffectiveWriter.Mask),
        "[\"/usr/bin/redis-cli\", \"ping\"]");

    public static string? FullPath(string text) => text.StartsWith('/') ? null : "write the full path, from / on";

    public static string? Pointer(string text) =>
        PointerForm().IsMatch(text) ? null : "this is no JSON pointer; write one such as \"/status\" or \"/checks/0/state\" (~1 stands for /, ~0 for ~)";

    public static string? HeaderName(string text) => HeaderForm().IsMatch(text) ? null
        : "this is no name of a header; write one such as \"Authorization\"";

    public static string? ServiceName(string text) =>
        NameForm().IsMatch(text) ? null : "this is no name of a service; use up to 128 letters, digits and . _ @ : -, beginning with a letter or digit";

    public static string? CheckName(string text)
    {
        if (Reserved.Contains(text)) return $"\"{text}\" has a meaning of its own; choose another name for this check";
        return NameForm().IsMatch(text) ? null : "this is no name of a check; use up to 128 letters, digits and . _ @ : -, beginning with a letter or digit";
    }

    /// <summary>As systemctl does: without a suffix, a service is meant.</summary>
    public static string CompleteUnit(string text) => UnitType(text) is null ? $"{text}.service" : text;

    public static string? Unit(string text)
    {
        if (UnitType(text) is { } type and not "service") return $"only services can be watched, this is a {type}; name the .service that it belongs to";
        var unit = CompleteUnit(text);
        if (!UnitForm().IsMatch(unit) || unit.StartsWith('.')) return "this is no name of a unit; write one such as hermes-webui.service, without a path";
        return unit.Contains("@.", StringComparison.Ordinal) && unit.EndsWith("@.service", StringComparison.Ordinal)
            ? $"this is a template, which never runs itself; name an instance, or all of them with {unit.Replace("@.", "@*.", StringComparison.Ordinal)}"
            : null;
    }

    public static string? LaunchdTarget(string text) =>
        LaunchdForm().IsMatch(text) ? null : "this is no target of launchd; write gui/UID/LABEL, user/UID/LABEL or system/LABEL";

    public static string? SupervisedProgram(string text) =>
        ProgramForm().IsMatch(text) ? null : "this is no name of a program; write it as supervisorctl status shows it: web, or workers:web_00";

    public static string? SupervisordServer(string text) =>
        ServerForm().IsMatch(text) ? null : "write unix:///PATH for its Unix socket, or http://HOST:PORT";

    public static string? Container(string text) =>
        ContainerForm().IsMatch(text) ? null : "this is no name of a container; use letters, digits and . _ -, as docker ps shows it";

    private static string? UnitType(string text)
    {
        var dot = text.LastIndexOf('.');
        return dot >= 0 && UnitTypes.Contains(text[(dot + 1)..]) ? text[(dot + 1)..] : null;
    }

    [GeneratedRegex(@"\A(/([^~]|~[01])*)\z", RegexOptions.Singleline)]
    private static partial Regex PointerForm();

    [GeneratedRegex(@"\A[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}\z")]
    private static partial Regex HeaderForm();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._@:-]{0,127}\z")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"\A[A-Za-z0-9:_.@\\*?\[\]!^-]{1,255}\z")]
    private static partial Regex UnitForm();

    [GeneratedRegex(@"\A[^\s:,/]{1,128}(:[^\s:,/]{1,128})?\z")]
    private static partial Regex ProgramForm();

    [GeneratedRegex(@"\A(unix:///[^\s]{1,200}|http://(\[[0-9A-Fa-f:.]{2,45}\]|[A-Za-z0-9.-]{1,255}):[0-9]{1,5})\z")]
    private static partial Regex ServerForm();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_.-]{0,254}\z")]
    private static partial Regex ContainerForm();

    [GeneratedRegex(@"\A(system|(gui|user)/[0-9]{1,10})/[A-Za-z0-9._-]{1,255}\z")]
    private static partial Regex LaunchdForm();
}
