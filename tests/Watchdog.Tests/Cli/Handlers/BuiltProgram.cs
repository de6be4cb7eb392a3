using System.Diagnostics;

namespace Watchdog.Tests.Cli.Handlers;

/// <summary>The program as a user runs it: a process of its own, with folders of its own.</summary>
internal sealed class BuiltProgram : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    public BuiltProgram()
    {
        Folder = Directory.CreateTempSubdirectory("watchdog-cli-").FullName;
        Config = Path.Combine(Folder, "watchdog.json");
        State = Path.Combine(Folder, "s");
    }

    public string Folder { get; }

    public string Config { get; }

    public string State { get; }

    public void Services(string services) => File.WriteAllText(Config, $"{{ \"services\": {{ {services} }} }}");

    public Task<Ran> RunAsync(params string[] arguments) => ShellAsync("\"$WATCHDOG\" \"$@\"", arguments);

    /// <summary>With the program in $WATCHDOG.</summary>
    public async Task<Ran> ShellAsync(string script, params string[] arguments)
    {
        using var process = Start(script, arguments);
        using var patience = new CancellationTokenSource(s_patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var error = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return new Ran(process.ExitCode, await output, await error);
    }

    public Process Start(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Folder };
        foreach (var argument in (string[])["-c", script, "sh", .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["WATCHDOG"] = Path.Combine(AppContext.BaseDirectory, "watchdog");
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        start.Environment["STATE_DIRECTORY"] = State;
        start.Environment["RUNTIME_DIRECTORY"] = Path.Combine(Folder, "r");
        start.Environment["CONFIGURATION_DIRECTORY"] = Folder;
        return Process.Start(start)!;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

internal sealed record Ran(int Code, string Output, string Error)
{
    /// <summary>One line on standard error, nothing on the other, and no stack trace.</summary>
    public void Says(int code, string what)
    {
        Assert.Equal((code, ""), (Code, Output));
        Assert.Contains(what, Assert.Single(Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }
}
