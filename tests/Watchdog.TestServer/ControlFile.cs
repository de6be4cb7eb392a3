namespace Watchdog.TestServer;

/// <summary>Follows what the control file says.</summary>
internal sealed class ControlFile(Server server)
{
    private readonly List<byte[]> _ballast = [];
    private (string, string)? _said;

    public void Follow()
    {
        while (true)
        {
            Look();
            Thread.Sleep(Server.Tick);
        }
    }

    private void Look()
    {
        var said = (Read(server.Options.Control), server.Options.Data is { } data ? Read(data) : "");
        if (said == _said) return;

        _said = said;
        var mode = Parse(said);
        if (mode.Name == "grow") _ballast.Add(Enumerable.Repeat((byte)1, mode.Number << 20).ToArray());
        if (mode.Name == "exit") Environment.Exit(mode.Number);
        if (mode.Name == "deadlock") Server.TakeHeldLock();
        server.Mode = mode;
        if (mode.Name == "deadlock") Server.TakeHeldLock();
        if (mode.Name == "accept-spin") WithoutDescriptors();
    }

    private static Mode Parse((string Control, string Data) said)
    {
        try
        {
            return new Mode(said.Control, said.Data);
        }
        catch (ArgumentException unknown)
        {
            Console.Error.WriteLine(unknown.Message);
            Environment.Exit(2);
            throw;
        }
    }

    /// <summary>Nothing can be opened meanwhile, the control file neither: that it has changed is seen by its status, which needs no descriptor.</summary>
    private void WithoutDescriptors()
    {
        var before = Stamp();
        var limit = Descriptors.LowerLimit();
        while (Stamp() == before) Thread.Sleep(Server.Tick);
        Descriptors.SetLimit(limit);
    }

    private (bool, DateTime, long) Stamp()
    {
        var file = new FileInfo(server.Options.Control);
        return file.Exists ? (true, file.LastWriteTimeUtc, file.Length) : default;
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (FileNotFoundException)
        {
            return "";
        }
    }
}
