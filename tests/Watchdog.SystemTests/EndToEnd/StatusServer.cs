namespace Watchdog.SystemTests.EndToEnd;

/// <summary>A server of Python's, as uvicorn has it: a word at one path, a 404 at any other. Its one argument is its port.</summary>
internal static class StatusServer
{
    public const string Text = """
        import http.server, json, sys

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                known = self.path == "/health"
                body = json.dumps({"status": True} if known else {"detail": "Not Found"}).encode()
                self.send_response(200 if known else 404)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
        """;
}
