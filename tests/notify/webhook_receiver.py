"""A receiver of webhooks on loopback: webhook_receiver.py FOLDER [STATUS…]

It prints its port on the first line, answers with each STATUS in turn and with 200 after them, writes each request to
FOLDER/N.json as {"headers": {…}, "body": "…"}, and ends when its stdin is closed.
"""
import http.server
import json
import pathlib
import sys
import threading


def main():
    folder, *statuses = sys.argv[1:]
    count = 0

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            nonlocal count
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            count += 1
            record = {"headers": {name.lower(): value for name, value in self.headers.items()}, "body": body}
            part = pathlib.Path(folder, f"{count}.part")
            part.write_text(json.dumps(record))
            part.rename(pathlib.Path(folder, f"{count}.json"))
            self.send_response(int(statuses[count - 1]) if count <= len(statuses) else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


main()
