using Watchdog.Notify.Delivering;

namespace Watchdog.Tests.Notify;

public class TokenBucketTests
{
    [Fact]
    public void Wait_AfterABurst_LetsOneThroughEachShare()
    {
        var bucket = new TokenBucket(20, TimeSpan.FromMinutes(5));
        var now = TimeSpan.FromHours(3);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(TimeSpan.Zero, bucket.Wait(now));
            bucket.Take();
        }

        var wait = bucket.Wait(now);
        Assert.InRange(wait, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15.01));
        Assert.Equal(TimeSpan.Zero, bucket.Wait(now + wait));
        bucket.Take();
        Assert.NotEqual(TimeSpan.Zero, bucket.Wait(now + wait));

        var rested = now + TimeSpan.FromMinutes(6);
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(TimeSpan.Zero, bucket.Wait(rested));
            bucket.Take();
        }

        Assert.NotEqual(TimeSpan.Zero, bucket.Wait(rested));
    }
}
