using Watchdog.Config.Format;
using Watchdog.Config.Reading;
using Watchdog.Kernel;

namespace Watchdog.Config;

/// <summary>Reads a configuration file: all of it, or every reason why not.</summary>
public static class ConfigReader
{
    private const int MostBytes = 4 << 20;

    /// <summary>Never throws for what stands in the file or has become of it.</summary>
    /// <param name="path">The file; messages name it as it is given here.</param>
    /// <param name="environment">Where <c>${env:NAME}</c> and <c>$CREDENTIALS_DIRECTORY</c> come from; null: our own environment.</param>
    /// <param name="elsewhere">
    /// Whether another process will use it (<c>validate</c>, <c>install</c>): environment variables and credentials that only that one is given are
    /// warned of, and the values they stand in are not to be relied on.
    /// </param>
    public static ConfigResult Read(string path, Func<string, string?>? environment = null, bool elsewhere = false)
    {
        var findings = new Findings(path) { Elsewhere = elsewhere };
        var config = Read(path, environment, findings);
        var problems = findings.ToProblems();
        if (config is null || findings.Errors > 0) return new ConfigResult(null, problems);
        config = config with { Services = [.. config.Services.Select(config.Host.Apply)] };
        return new ConfigResult(config with { Warnings = [.. problems.Select(problem => problem.ToString())] }, problems);
    }

    private static WatchdogConfig? Read(string path, Func<string, string?>? environment, Findings findings)
    {
        var file = BoundedFile.Read(path, MostBytes);
        if (file.Content is null)
        {
            findings.Error(file.Problem);
            return null;
        }

        if (NodeReader.Read(file.Content, findings) is not { } root) return null;
        var references = new References(Path.GetDirectoryName(Path.GetFullPath(path)) ?? "/", environment ?? Environment.GetEnvironmentVariable, findings);
        references.Resolve(root);
        if (environment is null) WithheldVariables.Add(references.Variables);
        findings.Secrets = Secrets.Of(references.Values);
        if (!FileFormat.Keys.TryRead(FileFormat.Blank(path), root, findings, out var config)) return null;
        config = RoutingRules.Complete(config, root, findings);
        CheckTrust(config, path, file.Status, references, findings);
        return config with { Secrets = findings.Secrets };
    }

    /// <summary>Whoever can write a file that names commands can run them as us; so can who writes what is put into it.</summary>
    private static void CheckTrust(WatchdogConfig config, string path, FileStatus? status, References references, Findings findings)
    {
        var runsCommands = config.Notifiers.Any(notifier => notifier.Target is ExecConfig) || config.Services.Any(service => service.Manager is ProcessConfig or CommandConfig
            || service.Busy is { Command.IsEmpty: false } || service.Checks.Any(check => check.Target is CommandTarget));
        if (FileTrust.Doubt(path, status) is { } doubt)
        {
            if (runsCommands) findings.Error($"this file names commands that we would run, so nobody else may change it, but {doubt}");
            else findings.Warn($"whoever can change this file decides what is restarted, and {doubt}");
        }

        if (!runsCommands) return;
        foreach (var file in references.Files)
        {
            if (FileTrust.Doubt(file.Path, file.Status) is { } why)
                findings.Error(file.Node, $"{file.Path} is put into a configuration that names commands, so nobody else may change it, but {why}");
        }
    }
}
