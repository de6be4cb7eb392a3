namespace Watchdog.Evidence;

/// <summary>One of a few; given back at its end.</summary>
internal sealed class Place : IDisposable
{
    private readonly SemaphoreSlim _places;

    private Place(SemaphoreSlim places) => _places = places;

    /// <returns>Null where none came free in time.</returns>
    public static async Task<Place?> EnterAsync(SemaphoreSlim places, CancellationToken late)
    {
        try
        {
            await places.WaitAsync(late).ConfigureAwait(false);
            return new Place(places);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => _places.Release();
}
