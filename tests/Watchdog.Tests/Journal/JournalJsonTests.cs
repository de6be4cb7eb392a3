using System.Buffers;
using System.Text;
using System.Text.Json;
using Watchdog.Core;
using Watchdog.Journal;

namespace Watchdog.Tests.Journal;

public sealed class JournalJsonTests
{
    public static TheoryData<Type> Inputs => [.. AnyValue.KindsOf(typeof(Input))];

    public static TheoryData<Type> Decisions => [.. AnyValue.KindsOf(typeof(Decision))];

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Line_AnyInput_ReadsBackToTheTick(Type kind) =>
        AssertSame(seed => Entry() with { Input = (Input)new AnyValue(seed).Of(kind)! });

    [Theory]
    [MemberData(nameof(Decisions))]
    public void Line_AnyDecision_ReadsBackToTheTick(Type kind) =>
        AssertSame(seed => Entry() with { Decisions = [(Decision)new AnyValue(seed).Of(kind)!] });

    [Fact]
    public void Line_AnyEntry_ReadsBackToTheTick() => AssertSame(seed => (JournalEntry)new AnyValue(seed).Of(typeof(JournalEntry))!);

    [Fact]
    public void StateFile_AnyState_ReadsBackToTheTick()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var any = new AnyValue(seed);
            var file = new StateFile(
                1, "a", "boot", (Moment)any.Of(typeof(Moment))!, (ServiceState)any.Of(typeof(ServiceState))!,
                new Dictionary<string, CounterMemory> { ["acceptLoop"] = (CounterMemory)any.Of(typeof(CounterMemory))! });
            var read = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(file, JournalJson.Lines.StateFile), JournalJson.Lines.StateFile);
            Assert.Equal(AnyValue.Dump(file), AnyValue.Dump(read));
        }
    }

    [Fact]
    public void StateFile_FromAVersionThatKnewLess_IsWhole()
    {
        const string old = """{"version":1,"service":"a","boot":"b","saved":{"uptime":1,"utc":"2026-11-20T00:00:00Z"},"state":{}}""";
        var file = JsonSerializer.Deserialize(old, JournalJson.Lines.StateFile)!.Whole();
        Assert.Equal(
            AnyValue.Dump(ServiceState.New with { PhaseReason = default }),
            AnyValue.Dump(file.State));
        Assert.Empty(file.Counters);
    }

    [Fact]
    public void Line_Failure_IsShortAndReadable()
    {
        var line = Text(Entry() with { Input = new Observed(Observation.Fail("liveness", "timeout-first-byte", "no answer in 10 s") with { Took = TimeSpan.FromSeconds(10) }) });
        Assert.Equal(
            """
            {"at":"2026-11-20T10:02:03.0000000Z","up":1.5,"service":"ü","input":{"kind":"observed","observation":{"check":"liveness","look":"failed","reason":{"code":"timeout-first-byte","sentence":"no answer in 10 s"},"times":{},"took":10,"alertOnly":false,"degraded":false,"instance":""}},"decisions":[]}

            """,
            line);
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("1e28")]
    [InlineData("\"1\"")]
    [InlineData("null")]
    public void Line_DurationThatIsNone_IsNoEntry(string up) =>
        Assert.Null(JournalLine.TryParse(Encoding.UTF8.GetBytes($$"""{"at":"2026-11-20T10:02:03.0000000Z","up":{{up}},"service":"a"}""")));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("garbage")]
    [InlineData("{\"at\":\"2026-11-20T10:02:03.0000000Z\",\"up\":1,\"service\":\"a\",\"input\":{\"kind\":\"of-tomorrow\"}}")]
    [InlineData("{\"at\":\"2026-11-20T10:02:03.0000000Z\",\"up\":1,\"service\":\"a\",\"input\":{}}")]
    public void Line_ThatIsNone_IsNoEntry(string line) => Assert.Null(JournalLine.TryParse(Encoding.UTF8.GetBytes(line)));

    internal static JournalEntry Entry(string service = "ü") => new()
    {
        At = new DateTimeOffset(2026, 11, 20, 10, 2, 3, TimeSpan.Zero),
        Up = TimeSpan.FromSeconds(1.5),
        Service = service,
    };

    private static void AssertSame(Func<int, JournalEntry> make)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var entry = make(seed);
            var line = Text(entry);
            Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
            Assert.Equal(AnyValue.Dump(entry), AnyValue.Dump(JournalLine.TryParse(Encoding.UTF8.GetBytes(line))));
        }
    }

    private static string Text(JournalEntry entry)
    {
        var buffer = new ArrayBufferWriter<byte>();
        JournalLine.Write(entry, buffer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
