using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using System.Text;

namespace Watchdog.Tests.Journal;

/// <summary>Fills records of any shape with values of all kinds, so that a member added tomorrow is tested as well.</summary>
internal sealed class AnyValue(int seed)
{
    private static readonly string[] Texts = ["", "liveness", "a \"quoted\" \\ back\nnew line\0", "ümläut 🐕  end", "{\"at\":1}", new string('x', 300)];
    private static readonly double[] Doubles = [0, -0.0, 0.1, 1e308, double.Epsilon, double.NaN, double.PositiveInfinity, 4_503_599_627_370_497];
    private static readonly TimeSpan[] Spans = [TimeSpan.Zero, TimeSpan.MaxValue, TimeSpan.MinValue, new(1), new(-1), TimeSpan.FromDays(400)];

    private readonly Random _random = new(seed);

    public object? Of(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return _random.Next(3) == 0 ? null : Of(inner);
        if (type == typeof(string)) return Texts[_random.Next(Texts.Length)];
        if (type == typeof(bool)) return _random.Next(2) == 0;
        if (type == typeof(int)) return _random.Next(4) == 0 ? 0 : _random.Next(int.MinValue, int.MaxValue);
        if (type == typeof(long)) return _random.NextInt64(long.MinValue, long.MaxValue);
        if (type == typeof(byte)) return (byte)_random.Next(256);
        if (type == typeof(double)) return _random.Next(2) == 0 ? Doubles[_random.Next(Doubles.Length)] : _random.NextDouble();
        if (type == typeof(TimeSpan)) return _random.Next(3) == 0 ? Spans[_random.Next(Spans.Length)] : new TimeSpan(_random.NextInt64(1L << 50));
        if (type == typeof(DateTimeOffset)) return new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero).AddTicks(_random.NextInt64(1L << 50));
        if (type.IsEnum) return Enum.GetValues(type).GetValue(_random.Next(Enum.GetValues(type).Length));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)) return ArrayOf(type.GetGenericArguments()[0]);
        if (type == typeof(IReadOnlyList<string>)) return Enumerable.Range(0, _random.Next(3)).Select(_ => (string)Of(typeof(string))!).ToList();
        if (type.IsAbstract) return Of(KindsOf(type)[_random.Next(KindsOf(type).Count)]);
        return Record(type);
    }

    public static List<Type> KindsOf(Type abstractType) =>
        [.. abstractType.Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(abstractType))];

    /// <summary>Every member of every level as text.</summary>
    public static string Dump(object? value)
    {
        var text = new StringBuilder();
        Dump(value, text);
        return text.ToString();
    }

    private object Record(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First(one => one.GetParameters() is not [{ } only] || only.ParameterType != type);
        var made = constructor.Invoke([.. constructor.GetParameters().Select(parameter => MaybeNull(parameter, Of(parameter.ParameterType)))]);
        foreach (var property in Members(type).Where(property => property.SetMethod is not null && constructor.GetParameters().All(one => one.Name != property.Name)))
            property.SetValue(made, MaybeNull(property, Of(property.PropertyType)));
        return made;
    }

    private object? MaybeNull(ParameterInfo parameter, object? value) =>
        new NullabilityInfoContext().Create(parameter).WriteState == NullabilityState.Nullable && _random.Next(3) == 0 ? null : value;

    private object? MaybeNull(PropertyInfo property, object? value) =>
        new NullabilityInfoContext().Create(property).WriteState == NullabilityState.Nullable && _random.Next(3) == 0 ? null : value;

    private object ArrayOf(Type element)
    {
        var array = Array.CreateInstance(element, _random.Next(4));
        for (var index = 0; index < array.Length; index++) array.SetValue(Of(element), index);
        return typeof(ImmutableArray).GetMethods().First(method => method.Name == "ToImmutableArray" && method.GetParameters()[0].ParameterType.Name == "IEnumerable`1")
            .MakeGenericMethod(element).Invoke(null, [array])!;
    }

    private static IEnumerable<PropertyInfo> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0);

    private static void Dump(object? value, StringBuilder text)
    {
        switch (value)
        {
            case null: text.Append("null"); break;
            case string s: text.Append('\'').Append(s).Append('\''); break;
            case double d: text.Append(BitConverter.DoubleToInt64Bits(d)); break;
            case TimeSpan t: text.Append(t.Ticks); break;
            case DateTimeOffset t: text.Append(t.UtcTicks); break;
            case IFormattable or bool: text.Append(value); break;
            case IEnumerable list:
                text.Append('[');
                foreach (var one in list) { Dump(one, text); text.Append(','); }
                text.Append(']');
                break;
            default:
                text.Append(value.GetType().Name).Append('{');
                foreach (var property in Members(value.GetType())) { text.Append(property.Name).Append('='); Dump(property.GetValue(value), text); text.Append(';'); }
                text.Append('}');
                break;
        }
    }
}
