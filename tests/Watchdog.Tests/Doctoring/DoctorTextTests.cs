using Watchdog.Doctoring;

namespace Watchdog.Tests.Doctoring;

public sealed class DoctorTextTests
{
    [Fact]
    public void Write_NothingFound_IsOneLineBesideWhatWasLookedAt()
    {
        using var output = new StringWriter();

        DoctorText.Write(new DoctorReport([], 17, ["w.json: 1 service"]), output);

        Assert.Equal("w.json: 1 service\n\n17 checks, nothing found\n", output.ToString());
    }

    [Fact]
    public void Write_Findings_AreByServiceTheWorstFirst()
    {
        using var output = new StringWriter();
        Finding[] findings =
        [
            Finding.CannotKnow("unseen", "it is dark", "light") with { Detail = "one\ntwo" },
            Finding.Warning("kill-mode", "children live on", "edit") with { Service = "web" },
            Finding.Broken("refused", "nobody there", "look") with { Service = "web" },
        ];

        DoctorText.Write(new DoctorReport([.. findings], 17, []), output);

        Assert.Equal(
            """

            this machine
              cannot know unseen: it is dark
                -> light
                   one
                   two

            web
              broken refused: nobody there
                -> look
              warning kill-mode: children live on
                -> edit

            17 checks: 1 broken, 1 warning, 1 that cannot be known

            """, output.ToString());
    }
}
