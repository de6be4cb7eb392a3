using System.Net;
using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

/// <summary>Lines recorded on Linux 6.18, x64.</summary>
public sealed class ProcNetTcpTests : IDisposable
{
    private const string Header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private const string Listening =
        "   0: 0100007F:C3B1 00000000:0000 0A 00000000:00000003 00:00000000 00000000  1000        0 4460356 1 0000000000000000 100 0 0 10 0\n";

    private const string Mapped =
        "   1: 0000000000000000FFFF00000100007F:C3B1 0000000000000000FFFF00000100007F:C442 08 00000000:00000010 00:00000000 00000000     0        0 0 1 0000000000000000 20 4 0 10 -1\n";

    private readonly string _proc = Directory.CreateTempSubdirectory("watchdog-net-").FullName;

    [Fact]
    public void Read_RecordedFiles_TellsTheRowsOfThePort()
    {
        Write("tcp", Header + Listening + Listening.Replace(":C3B1", ":C3B2", StringComparison.Ordinal));
        Write("tcp6", Header + Mapped);

        var (rows, cut) = ProcNetTcp.Read(_proc, 50097)!.Value;

        Assert.Equal(
            [
                new TcpRow(SocketState.Listen, IPEndPoint.Parse("127.0.0.1:50097"), IPEndPoint.Parse("0.0.0.0:0"), 3, 0, 1000, 4460356, 0, null),
                new TcpRow(SocketState.CloseWait, IPEndPoint.Parse("127.0.0.1:50097"), IPEndPoint.Parse("127.0.0.1:50242"), 16, 0, 0, 0, 0, null),
            ],
            rows);
        Assert.False(cut);
    }

    [Fact]
    public void Read_NoIpv6_IsNoMatter()
    {
        Write("tcp", Header + Listening);

        Assert.Single(ProcNetTcp.Read(_proc, 50097)!.Value.Rows);
    }

    [Fact]
    public void Read_NoFile_IsNull() => Assert.Null(ProcNetTcp.Read(_proc, 80));

    [Fact]
    public void Read_VeryManySockets_IsCutAndSaysSo()
    {
        Write("tcp", Header + string.Concat(Enumerable.Repeat(Listening, 20_001)));

        var (rows, cut) = ProcNetTcp.Read(_proc, 50097)!.Value;

        Assert.True(cut);
        Assert.Equal(19_999, rows.Count);
    }

    [Fact]
    public void Parse_CutAndSpoiltLines_AreReadWithoutAnException()
    {
        for (var i = 0; i < Mapped.Length; i++)
        {
            _ = ProcNetTcp.Parse(Mapped[..i]);
            foreach (var wrong in "x :-9") _ = ProcNetTcp.Parse(Mapped[..i] + wrong + Mapped[(i + 1)..]);
        }
    }

    public void Dispose() => Directory.Delete(_proc, recursive: true);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory($"{_proc}/net");
        File.WriteAllText($"{_proc}/net/{name}", text);
    }
}
