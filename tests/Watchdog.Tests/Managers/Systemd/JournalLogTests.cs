using Watchdog.Managers;
using Watchdog.Managers.Systemd;

namespace Watchdog.Tests.Managers.Systemd;

public sealed class JournalLogTests
{
    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "no line of it: run this as root, or as a member of systemd-journal")]
    public void Silent_NoLineEver_AdvisesToBecomeRootOnlyWhoIsNot(bool isRoot, string? said) =>
        Assert.Equal(said, JournalLog.Silent(new LogRead([]), "no line of it", isRoot).Unseen.Sentence);
}
