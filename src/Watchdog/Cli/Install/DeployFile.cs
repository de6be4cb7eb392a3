namespace Watchdog.Cli.Install;

/// <summary>The files of <c>deploy/</c>, which the program carries along so that it can install itself anywhere.</summary>
internal static class DeployFile
{
    /// <param name="name">The file's name in <c>deploy/</c>.</param>
    public static string Text(string name)
    {
        using var stream = typeof(DeployFile).Assembly.GetManifestResourceStream("deploy/" + name)
            ?? throw new InvalidOperationException($"deploy/{name} is not embedded; see Watchdog.csproj");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
