using System.Globalization;
using System.Text;
using System.Xml;

namespace Watchdog.Managers.Supervisord;

/// <summary>As much of XML-RPC as supervisord speaks.</summary>
internal static class RpcXml
{
    /// <summary>supervisord's own answers are three deep.</summary>
    private const int Deepest = 16;

    private static readonly XmlReaderSettings s_reading = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreWhitespace = true,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        CheckCharacters = false,        // &#1; is no error
    };

    /// <param name="method">Its full name: <c>supervisor.getProcessInfo</c>.</param>
    /// <param name="parameters">Strings, booleans and longs.</param>
    public static byte[] Call(string method, params object[] parameters)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("methodCall");
            xml.WriteElementString("methodName", method);
            xml.WriteStartElement("params");
            foreach (var parameter in parameters)
            {
                xml.WriteStartElement("param");
                xml.WriteStartElement("value");
                if (parameter is bool flag) xml.WriteElementString("boolean", flag ? "1" : "0");
                else if (parameter is long number) xml.WriteElementString("int", number.ToString(CultureInfo.InvariantCulture));
                else xml.WriteElementString("string", (string)parameter);
                xml.WriteEndElement();
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        return buffer.ToArray();
    }

    /// <returns>The value or the fault; null for whatever else it is.</returns>
    public static RpcReply? Read(byte[] answer)
    {
        // A program's own words (a spawn error, its log) come as they are: the colours of a terminal are no XML.
        var readable = System.Array.ConvertAll(answer, static one => one is < (byte)' ' and not ((byte)'\t' or (byte)'\n' or (byte)'\r') ? (byte)' ' : one);
        try
        {
            using var xml = XmlReader.Create(new MemoryStream(readable), s_reading);
            return Response(xml);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static RpcReply? Response(XmlReader xml)
    {
        xml.MoveToContent();
        xml.ReadStartElement("methodResponse");
        if (xml.IsStartElement("fault"))
        {
            xml.ReadStartElement();
            return Value(xml, 0) is Dictionary<string, object> fault && fault.GetValueOrDefault("faultCode") is long code && fault.GetValueOrDefault("faultString") is string text
                ? RpcReply.Of(new RpcFault((int)code, text))
                : null;
        }

        xml.ReadStartElement("params");
        xml.ReadStartElement("param");
        var value = Value(xml, 0);
        xml.ReadEndElement();
        return RpcReply.Of(value);
    }

    private static object Value(XmlReader xml, int depth)
    {
        if (depth > Deepest) throw new XmlException("nested too deeply");
        if (!xml.IsStartElement("value")) throw new XmlException("a value is missing");
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return "";
        }

        xml.ReadStartElement();
        var value = xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA ? xml.ReadContentAsString()      // without a type it is a string
            : xml.NodeType == XmlNodeType.EndElement ? ""
            : Typed(xml, depth);
        xml.ReadEndElement();
        return value;
    }

    private static object Typed(XmlReader xml, int depth) => xml.LocalName switch
    {
        "struct" => Struct(xml, depth),
        "array" => Array(xml, depth),
        "int" or "i4" or "i8" => long.TryParse(Text(xml), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new XmlException("no number"),
        "boolean" => Text(xml) switch { "1" => true, "0" => false, _ => throw new XmlException("no boolean") },
        _ => Text(xml),     // a string, or a type that nothing of ours asks for
    };

    private static Dictionary<string, object> Struct(XmlReader xml, int depth)
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var _ in Inside(xml))
        {
            xml.ReadStartElement("member");
            if (!xml.IsStartElement("name")) throw new XmlException("a name is missing");
            var name = Text(xml);
            members[name] = Value(xml, depth + 1);
            xml.ReadEndElement();
        }

        return members;
    }

    private static List<object> Array(XmlReader xml, int depth)
    {
        var items = new List<object>();
        xml.ReadStartElement("array");
        foreach (var _ in Inside(xml)) items.Add(Value(xml, depth + 1));      // of its one data element
        xml.ReadEndElement();
        return items;
    }

    /// <summary>Steps as long as there are elements inside the one that it stands at, and then behind it.</summary>
    private static IEnumerable<int> Inside(XmlReader xml)
    {
        var isEmpty = xml.IsEmptyElement;
        xml.ReadStartElement();
        if (isEmpty) yield break;

        for (var i = 0; xml.IsStartElement(); i++) yield return i;
        xml.ReadEndElement();
    }

    private static string Text(XmlReader xml) => xml.ReadElementContentAsString();
}
