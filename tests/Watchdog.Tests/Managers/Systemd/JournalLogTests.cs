using Watchdog.Managers;
using Watchdog.Managers.Systemd;

namespace Watchdog.Tests.Managers.Systemd;

public sealed class JournalLogTests
{
    [Theory]
    [InlineData(2, false, 2, null)]
    [InlineData(3, true, 3, null)]
    [InlineData(2, true, 2, "only the newest 2 lines were read in time: its log takes long to read")]
    [InlineData(0, true, null, null)]
    public void Told_LinesUpToTheDeadline_AreKeptAndSaidNotToBeAll(int lines, bool late, int? kept, string? said)
    {
        var read = JournalLog.Told([.. Enumerable.Repeat(new LogLine("a line"), lines)], 3, "newest", new CancellationToken(late));

        Assert.Equal((kept, said), (read?.Lines.Length, read?.Unseen.Sentence));
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, "no line of it: run this as root, or as a member of systemd-journal")]
    public void Silent_NoLineEver_AdvisesToBecomeRootOnlyWhoIsNot(bool isRoot, string? said) =>
        Assert.Equal(said, JournalLog.Silent(new LogRead([]), "no line of it", isRoot).Unseen.Sentence);
}
