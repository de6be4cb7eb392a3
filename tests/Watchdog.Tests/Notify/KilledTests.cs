using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Watchdog.Tests.Notify;

/// <summary>Real processes, killed with SIGKILL between writing, sending and recording.</summary>
public sealed class KilledTests(ITestOutputHelper output) : IDisposable
{
    private const int Rounds = 200, RoundsOfAStory = 10, MessagesOfARound = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("watchdog-killed-").FullName;
    private readonly HashSet<string> _onDisk = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Send_KilledTwoHundredTimes_LosesNothingAndKeepsTheOrder()
    {
        using var arrived = new SemaphoreSlim(0);
        await using var server = new MessageServer(_ =>
        {
            arrived.Release();
            return MessageServer.Reply("200 OK");
        });
        var began = Stopwatch.GetTimestamp();
        var killed = 0;
        var next = Start(server.Url, 0);
        for (var round = 0; round < Rounds; round++)
        {
            using var driver = next;
            next = Start(server.Url, round + 1);        // starts up meanwhile
            while (arrived.Wait(0)) { }
            await driver.StandardInput.WriteLineAsync();
            await MomentAsync(driver, round, arrived);
            driver.Kill();
            await driver.WaitForExitAsync();
            if (driver.ExitCode != 0) killed++;
            Note(await driver.StandardOutput.ReadToEndAsync());
        }

        using (var last = next)
        {
            await last.StandardInput.WriteLineAsync();
            await last.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal(0, last.ExitCode);
            Note(await last.StandardOutput.ReadToEndAsync());
        }

        var sent = server.Keys.Select(key => key[(key.IndexOf('/') + 1)..]).ToArray();        // the host before it is the same
        output.WriteLine($"{killed} of {Rounds} killed; {_onDisk.Count} messages written, {sent.Length} sent, {sent.Distinct().Count()} different; {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        Assert.InRange(killed, Rounds * 9 / 10, Rounds);
        Assert.Empty(_onDisk.Except(sent));
        foreach (var story in sent.GroupBy(key => key.Split('/')[0]))
        {
            var numbers = story.Select(key => int.Parse(key.Split('/')[1], CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(numbers.Order(), numbers);     // what comes twice comes before what follows it
        }
    }

    /// <summary>When a round's process is killed: while it writes, when a message has left it, after an answer, or at any time.</summary>
    private async Task MomentAsync(Process driver, int round, SemaphoreSlim arrived)
    {
        var patience = TimeSpan.FromSeconds(30);
        switch (round % 4)
        {
            case 0:
                Note(await driver.StandardOutput.ReadLineAsync().WaitAsync(patience) ?? "");
                break;
            case 1:
                Assert.True(await arrived.WaitAsync(patience));
                break;
            case 2:
                Assert.True(await arrived.WaitAsync(patience));
                Assert.True(round % MessagesOfARound == 0 || await arrived.WaitAsync(patience));
                break;
            default:
                Spin(round * 37 % 400);
                break;
        }
    }

    /// <summary>Tenths of a millisecond: a timer is too coarse for where the process may be by then.</summary>
    private static void Spin(int tenths)
    {
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromMilliseconds(tenths / 10.0)) Thread.Yield();
    }

    private void Note(string said)
    {
        // A line that the kill has cut short has no slash and number, or those of another message: only whole ones count.
        foreach (var line in said.Split('\n', StringSplitOptions.RemoveEmptyEntries)) _onDisk.Add(line.Trim());
    }

    private Process Start(Uri url, int round)
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));
        var start = new ProcessStartInfo(Path.Combine(root, "dotnet")) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, "Watchdog.Tests.dll"), Path.Combine(_folder, "outbox"), url.ToString(), $"s{round / RoundsOfAStory}", $"{(round % RoundsOfAStory * MessagesOfARound) + 1}", $"{MessagesOfARound}"])
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TC_CallCounting"] = "0";     // it lives for less than compiling anything anew would save
        return Process.Start(start)!;
    }
}
