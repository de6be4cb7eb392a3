namespace Watchdog.Doctoring.Checks;

/// <summary>Whether what the unit names is there, and of use to its user: a unit that runs may have been started when it was.</summary>
internal static class PathCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        foreach (var path in facts.Unit?.Paths ?? [])
        {
            if (PathAccess.Problem(path) is not { } problem) continue;

            var isMissing = path.Steps[^1].State == Kernel.FileState.Missing;
            var named = $"{path.Setting}={facts.Service.Secrets.Hide(path.Path)} {problem}";
            // systemd starts it all the same with a path that its user cannot write.
            yield return !isMissing && path.Need == PathNeed.Write
                ? Finding.Warning(Code(path.Setting), $"{named}: it has nothing of what the unit allows it", $"sudo chown or chmod it, or correct {path.Setting}= ({facts.Unit!.Edit})")
                : Finding.Broken(
                    Code(path.Setting), $"{named}: the next start fails",
                    isMissing ? $"create it, or correct {path.Setting}= ({facts.Unit!.Edit})" : $"sudo chown or chmod it, or correct {path.Setting}= ({facts.Unit!.Edit})");
        }
    }

    private static string Code(string setting) => setting switch
    {
        "EnvironmentFile" => "environment-file",
        "ExecStartPre" => "exec-start-pre",
        "WorkingDirectory" => "working-directory",
        "ReadWritePaths" => "read-write-paths",
        _ => "exec-start",
    };
}
