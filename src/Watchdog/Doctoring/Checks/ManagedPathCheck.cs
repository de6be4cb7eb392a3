using Watchdog.Kernel;

namespace Watchdog.Doctoring.Checks;

/// <summary>Whether what the next start needs is there, and of use to whoever needs it.</summary>
internal static class ManagedPathCheck
{
    public static IEnumerable<Finding> Judge(ServiceFacts facts)
    {
        foreach (var path in facts.Settings?.Paths ?? [])
        {
            if (PathAccess.Problem(path) is not { } problem) continue;

            var name = facts.Service.Secrets.Hide(path.Path);
            var mend = path.Steps[^1].State == FileState.Missing ? "create it" : "sudo chmod or chown it";
            yield return path.Setting switch
            {
                "directory" or "workingDirectory" => Finding.Broken("working-directory", $"{path.Setting} {name} {problem}: the next start fails", $"{mend}, or correct \"{path.Setting}\""),
                "bootstrap" => Finding.Broken("plist-missing", $"bootstrap {name} {problem}: the job could not be loaded again", "correct \"bootstrap\" in the configuration"),
                "status" or "pid" => Finding.Broken("program-unusable", $"{path.Setting}: {name} {problem}: it cannot be told how the service is", $"{mend}, or correct \"{path.Setting}\""),
                "run" => Finding.Broken("program-unusable", $"{name} {problem}: the next start fails", path.Steps[^1].State == FileState.Missing ? "create it" : $"sudo chmod +x {name}"),
                _ => Finding.Broken("program-unusable", $"{path.Setting}: {name} {problem}: the next {(path.Setting is "restart" or "stop" ? "restart" : "start")} fails", $"{mend}, or correct \"{path.Setting}\""),
            };
        }
    }
}
