using System.Text;
using Watchdog.Config;

namespace Watchdog.Tests.Config;

/// <summary>A configuration file in a folder of its own.</summary>
internal sealed class ConfigFile : IDisposable
{
    private readonly Dictionary<string, string> _environment = [];

    public ConfigFile()
    {
        Folder = Directory.CreateTempSubdirectory("watchdog-config-").FullName;
        Path = System.IO.Path.Combine(Folder, "watchdog.json");
    }

    public string Folder { get; }

    public string Path { get; }

    public string this[string variable]
    {
        set => _environment[variable] = value;
    }

    public ConfigResult Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    public ConfigResult Read(byte[] content)
    {
        File.WriteAllBytes(Path, content);
        return ConfigReader.Read(Path, _environment.GetValueOrDefault);
    }

    /// <summary>A file with one service, "s", whose unit is named already.</summary>
    public ConfigResult ReadService(string keys) => Read("{\"services\":{\"s\":{\"systemd\":{\"unit\":\"s.service\"}," + keys + "}}}");

    public ServiceConfig Service(string keys) => One(ReadService(keys));

    public static ServiceConfig One(ConfigResult result)
    {
        Assert.Empty(result.Errors);
        return Assert.Single(result.Config!.Services);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
