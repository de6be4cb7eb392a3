namespace Watchdog.Evidence;

/// <summary>Where a collector puts what it found. Everything that is written is redacted and bounded: a collector need not, and cannot, do otherwise.</summary>
internal interface IBundleFiles
{
    /// <summary>
    /// Appends to a text file of the bundle, 0600. Secrets of the configuration and what looks like one are replaced by <c>***</c> line by line; give it whole lines. What passes
    /// the bundle's size is dropped, and said in the index. Never throws for a disk that is full.
    /// </summary>
    /// <param name="name">A plain file name: <c>processes.txt</c>.</param>
    /// <param name="text">Whole lines.</param>
    /// <returns>How many lines stand there of it: a private key has none.</returns>
    int Append(string name, string text);
}
