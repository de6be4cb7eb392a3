using System.Net;
using System.Net.Sockets;
using Watchdog.Kernel;

namespace Watchdog.Tests.Kernel;

/// <summary>Replies recorded on Linux 6.18, x64: any byte read in a wrong place shows.</summary>
public sealed class DiagWireTests
{
    private const string Listening4 =
        "7c000000140002000700000089490000020a0000c3b100007f0000010000000000000000000000000000000000000000000000000000000000000000050000000000000000000000030000000500000000000000440f4400050008000000000008000f00000000000c00150001000000000000000600160052000000";

    private const string Connected4 =
        "7c00000014000200070000008949000002010000c3b1c0847f0000010000000000000000000000007f0000010000000000000000000000000000000006000000000000000000000000000000000000000000000000000000050008000000000008000f00000000000c00150001000000000000000600160052000000";

    private const string Listening6 =
        "840000001400020007000000024d00000a0a0000dee500000000000000000000000000000000000000000000000000000000000000000000000000000210000000000000000000000200000007000000000000006c1a4400050008000000000005000b000000000008000f00000000000c00150001000000000000000600160012000000";

    private const string Mapped6 =
        "7c0000001400020007000000024d00000a010000dee5c44200000000000000000000ffff7f00000100000000000000000000ffff7f0000010000000004100000000000000000000000000000000000000000000000000000050008000000000008000f00000000000c00150001000000000000000600160012000000";

    private const string ListeningUnix =
        "5c0000001400020007000000024d000001010a00671a44000110000000000000120000002f746d702f7364752e736f636b0000000c000100f9e2b1000000e00f0c000400030000000500000005000600000000000800070000000000";

    private const string Done = "140000000300020007000000024d000000000000";
    private const string Refused = "240000000200000007000000024d0000ffffffff380000001400010307000000024d0000";

    [Fact]
    public void TcpRows_RecordedReply_ReadsEveryField()
    {
        var rows = DiagWire.TcpRows(Convert.FromHexString(Listening4 + Connected4 + Done));

        Assert.Equal(
            [
                new TcpRow(SocketState.Listen, Place("127.0.0.1:50097"), Place("0.0.0.0:0"), 3, 5, 0, 0x440f44, 1, null),
                new TcpRow(SocketState.Established, Place("127.0.0.1:50097"), Place("127.0.0.1:49284"), 0, 0, 0, 0, 1, null),
            ],
            rows);
    }

    [Fact]
    public void TcpRows_RecordedReplyOverIpv6_ReadsEveryFieldAndGivesMappedAddressesAsIpv4()
    {
        var rows = DiagWire.TcpRows(Convert.FromHexString(Listening6 + Mapped6));

        Assert.Equal(
            [
                new TcpRow(SocketState.Listen, Place("[::]:57061"), Place("[::]:0"), 2, 7, 0, 0x441a6c, 1, false),
                new TcpRow(SocketState.Established, Place("127.0.0.1:57061"), Place("127.0.0.1:50242"), 0, 0, 0, 0, 1, null),
            ],
            rows);
    }

    [Fact]
    public void TcpRows_OtherUserAndCgroup_ReadsThem()
    {
        var reply = Convert.FromHexString(Listening4);
        reply[16 + 64] = 0xE8;
        reply[16 + 65] = 0x03;
        reply[^12] = 0x34;
        reply[^16] = 0x12;

        var row = Assert.Single(DiagWire.TcpRows(reply));

        Assert.Equal(1000u, row.User);
        Assert.Equal(0x34_0000_0012u, row.CgroupId);
    }

    [Fact]
    public void UnixRows_RecordedReply_ReadsEveryField() =>
        Assert.Equal(
            new UnixRow("/tmp/sdu.sock", 11657977, (254 << 20) | 0, 3, 5, 0, 0x441a67),
            Assert.Single(DiagWire.UnixRows(Convert.FromHexString(ListeningUnix + Done))));

    [Fact]
    public void EndOf_RecordedDatagrams_TellsTheEndAndItsError()
    {
        Assert.Null(DiagWire.EndOf(Convert.FromHexString(Listening4)));
        Assert.Equal(0, DiagWire.EndOf(Convert.FromHexString(Listening4 + Done)));
        Assert.Equal(1, DiagWire.EndOf(Convert.FromHexString(Refused)));
    }

    [Fact]
    public void AskTcp_Ipv6Listeners_IsTheRecordedRequest() =>
        Assert.Equal(
            "48000000140001030000000000000000" + "0a06000000040000" + "dee50000" + new string('0', 2 * 36) + "ffffffffffffffff",
            Convert.ToHexStringLower(DiagWire.AskTcp(AddressFamily.InterNetworkV6, 57061, onlyListeners: true)));

    /// <summary>Every cut and every single wrong byte: some rows or none, and no exception.</summary>
    [Fact]
    public void Rows_CutAndSpoiltReplies_AreReadWithoutAnException()
    {
        foreach (var reply in (byte[][])[Convert.FromHexString(Listening4 + Listening6 + Done), Convert.FromHexString(ListeningUnix + Done)])
        {
            for (var i = 0; i < reply.Length; i++)
            {
                ReadAll(reply.AsSpan(0, i));
                foreach (var wrong in (byte[])[0, 1, 3, 0x7F, 0x80, 0xFF])
                {
                    var spoilt = (byte[])reply.Clone();
                    spoilt[i] = wrong;
                    ReadAll(spoilt);
                }
            }
        }
    }

    private static void ReadAll(ReadOnlySpan<byte> reply)
    {
        Assert.InRange(DiagWire.TcpRows(reply).Count, 0, 4);
        Assert.InRange(DiagWire.UnixRows(reply).Count, 0, 4);
        _ = DiagWire.EndOf(reply);
    }

    private static IPEndPoint Place(string text) => IPEndPoint.Parse(text);
}
