using Watchdog.Config;
using Watchdog.Drafting;

namespace Watchdog.Tests.Drafting;

public sealed class SupervisordPlacesTests
{
    [Theory]
    [InlineData("unix:///srv/my.sock", "unix:///srv/my.sock")]
    [InlineData("http://127.0.0.1:9001", "http://127.0.0.1:9001")]
    [InlineData("http://[::1]:9001", "http://[::1]:9001")]
    [InlineData("http://192.0.2.7:9001", SupervisordConfig.DefaultServer)]
    [InlineData("unix://relative", SupervisordConfig.DefaultServer)]
    [InlineData("", SupervisordConfig.DefaultServer)]
    [InlineData(null, SupervisordConfig.DefaultServer)]
    public void All_WhatIsTold_ComesFirstWhereItIsAPlaceOfThisMachine(string? told, string first) =>
        Assert.Equal(first, SupervisordPlaces.All(name => name == "SUPERVISOR_SERVER_URL" ? told : null)[0]);

    [Fact]
    public void All_TheDefaultIsTold_StandsThereOnce() =>
        Assert.Single(SupervisordPlaces.All(_ => SupervisordConfig.DefaultServer), SupervisordConfig.DefaultServer);
}
