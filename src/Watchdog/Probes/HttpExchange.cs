using System.Collections.Immutable;
using System.Globalization;

namespace Watchdog.Probes;

/// <summary>What was asked and what came, of one look that failed. As it came: whoever writes it down hides what is secret.</summary>
/// <param name="Request">Request line and headers.</param>
/// <param name="Answer">Status line and headers, 8 KiB at most; empty where none came.</param>
/// <param name="Body">Its beginning.</param>
/// <param name="BodyLength">Bytes that came of it.</param>
internal sealed record HttpExchange(ImmutableArray<string> Request, ImmutableArray<string> Answer, ReadOnlyMemory<byte> Body, int BodyLength)
{
    /// <summary>Bytes of the body that are told.</summary>
    public const int MostBody = 4 << 10;

    /// <summary>Kept beyond what is told: a secret that is cut in two is not known for one.</summary>
    public const int Margin = 512;

    private const int MostHead = 8 << 10;

    /// <summary>Status line and headers.</summary>
    public static ImmutableArray<string> HeadOf(HttpResponseMessage response)
    {
        var head = ImmutableArray.CreateBuilder<string>();
        head.Add(string.Create(CultureInfo.InvariantCulture, $"HTTP/{response.Version} {(int)response.StatusCode} {response.ReasonPhrase}"));
        var length = 0;
        foreach (var (name, value) in response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated))
        {
            var line = $"{name}: {value}";
            if ((length += line.Length) > MostHead) break;
            head.Add(line);
        }

        return head.ToImmutable();
    }
}

/// <summary>A probe that remembers the exchange of its last failed look.</summary>
internal interface IExchanges
{
    /// <summary>Hands it over, once.</summary>
    HttpExchange? Take();
}
