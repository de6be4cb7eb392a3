using System.Text.Json;
using Watchdog.Evidence;

namespace Watchdog.Tests.Cli.Handlers;

/// <summary>Without a daemon.</summary>
public sealed class EvidenceHandlerTests : IDisposable
{
    private const string Id = "20261121-222242-7f3a";

    private readonly BuiltProgram _watchdog = new();

    public EvidenceHandlerTests() => _watchdog.Services("\"mac\": { \"launchd\": { \"target\": \"gui/501/com.example.mac\" } }");

    public void Dispose() => _watchdog.Dispose();

    [Fact]
    public async Task List_BundleThatWasNeverFinished_IsListedAsIncomplete()
    {
        var folder = Path.Combine(_watchdog.State, "evidence", Id);
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, BundleStore.Unfinished), "# mac: before a restart\n\nand more\n");

        Assert.Matches($"^{Id}  [-0-9]+ [:0-9]+.*  mac  incomplete\n$", (await _watchdog.RunAsync("evidence", "--list", "mac")).Output);
        using var json = JsonDocument.Parse((await _watchdog.RunAsync("evidence", "--list", "--json")).Output);
        var told = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal((Id, "mac", true), (told.GetProperty("id").GetString(), told.GetProperty("service").GetString(), told.GetProperty("incomplete").GetBoolean()));
    }

    [Fact]
    public async Task List_NothingKeptOfAService_SaysHowToTakeSome()
    {
        var listed = await _watchdog.RunAsync("evidence", "--list", "mac");

        Assert.Equal((0, "", "watchdog: no evidence of 'mac' is kept; `watchdog evidence mac` takes some\n"), (listed.Code, listed.Output, listed.Error));
    }

    [Fact]
    public async Task Evidence_WithoutADaemon_StandsInTheJournalAndInTheList()
    {
        Assert.Equal(0, (await _watchdog.RunAsync("evidence", "mac")).Code);

        Assert.Matches(@"mac  evidence [-0-9a-f]+ was taken \(asked for by watchdog evidence\): watchdog evidence --open", (await _watchdog.RunAsync("history", "mac")).Output);
        Assert.Contains("  mac  on demand  ", (await _watchdog.RunAsync("evidence", "--list")).Output, StringComparison.Ordinal);
    }
}
