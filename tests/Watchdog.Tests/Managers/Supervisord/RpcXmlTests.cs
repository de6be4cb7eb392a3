using System.Text;
using Watchdog.Managers.Supervisord;

namespace Watchdog.Tests.Managers.Supervisord;

public sealed class RpcXmlTests
{
    [Fact]
    public void Call_Parameters_AreEscaped() => Assert.Equal(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><methodCall><methodName>supervisor.startProcess</methodName><params><param><value><string>a&lt;b&amp;c</string></value></param>"
        + "<param><value><boolean>1</boolean></value></param></params></methodCall>",
        Encoding.UTF8.GetString(RpcXml.Call("supervisor.startProcess", "a<b&c", true)));

    [Fact]
    public void Read_Struct_HasItsMembers()
    {
        var info = Assert.IsType<Dictionary<string, object>>(Read(FakeSupervisord.Info("RUNNING", pid: 42, error: "a &lt; b"))!.Value.Value);

        Assert.Equal(("RUNNING", 42L, "a < b"), (info["statename"], info["pid"], info["spawnerr"]));
    }

    [Fact]
    public void Read_Array_HasItsItems()
    {
        var items = Assert.IsType<List<object>>(Read(FakeSupervisord.Value("<array><data>\n<value><int>-7</int></value>\n<value>bare</value><value/><value><array><data/></array></value></data></array>"))!.Value.Value);

        Assert.Equal([-7L, "bare", ""], items.Take(3));
        Assert.Empty(Assert.IsType<List<object>>(items[3]));
    }

    [Fact]
    public void Read_Fault_IsTold() => Assert.Equal(new RpcFault(10, "BAD_NAME: web"), Read(FakeSupervisord.Fault(10, "BAD_NAME: web"))!.Value.Fault);

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>It works!</body></html>")]
    [InlineData("not xml at all")]
    [InlineData("<methodResponse/>")]
    [InlineData("<methodResponse><params/></methodResponse>")]
    [InlineData("<methodResponse><params><param/></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value><int>x</int></value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value><int>99999999999999999999</int></value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value><boolean>yes</boolean></value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value><string>a<b/>c</string></value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value><struct><member><value>a</value></member></struct></value></param></params></methodResponse>")]
    [InlineData("<methodResponse><fault><value>a</value></fault></methodResponse>")]
    [InlineData("<methodResponse><fault><value><struct><member><name>faultCode</name><value>10</value></member></struct></value></fault></methodResponse>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\">]><methodResponse><params><param><value>&a;</value></param></params></methodResponse>")]
    [InlineData("<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><methodResponse><params><param><value>a</value></param></params></methodResponse>")]
    [InlineData("<methodResponse><params><param><value>&a;</value></param></params></methodResponse>")]
    public void Read_WhateverElse_IsNothing(string text) => Assert.Null(Read(text));

    [Fact]
    public void Read_TornAnywhere_IsNothingOrHasAValue()
    {
        var whole = FakeSupervisord.Configs("web", "web", 7, 2);
        for (var length = 0; length < whole.LastIndexOf("</param>", StringComparison.Ordinal); length++) Assert.Null(Read(whole[..length]));
    }

    [Fact]
    public void Read_NestedWithoutEnd_IsNothing() =>
        Assert.Null(Read("<methodResponse><params><param>" + string.Concat(Enumerable.Repeat("<value><array><data>", 50_000))));

    [Fact]
    public void Read_ControlCharacter_IsTakenAsItIs() => Assert.Equal("a\u0001b", Read(FakeSupervisord.Value("<string>a&#1;b</string>"))!.Value.Value);

    [Fact]
    public void Read_ControlCharactersOfATerminal_AreBlanks() => Assert.Equal("a [31mb\tü\n", Read(FakeSupervisord.Value("<string>a\e[31mb\tü\n</string>"))!.Value.Value);

    private static RpcReply? Read(string text) => RpcXml.Read(Encoding.UTF8.GetBytes(text));
}
