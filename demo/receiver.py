#!/usr/bin/env python3
"""A receiver of webhooks for the demo and the tests.

usage: receiver.py DIRECTORY

Binds a free port of 127.0.0.1 and writes it to DIRECTORY/port.  Appends every request as one JSON line to
DIRECTORY/requests.jsonl before it answers.  Answers 200, or the status in DIRECTORY/status when that file exists;
the status "hang" reads the request and never answers.  Waits before each answer for the seconds in DIRECTORY/delay
when that file exists.
"""
import datetime
import http.server
import json
import os
import pathlib
import sys
import threading
import time


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    directory: pathlib.Path
    lock = threading.Lock()

    def receive(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status = self.setting("status", "200")
        record = {
            "time": datetime.datetime.now(datetime.timezone.utc).isoformat(),
            "method": self.command,
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": body.decode("utf-8", "backslashreplace"),
            "answered": status,
        }
        with self.lock, open(self.directory / "requests.jsonl", "a", encoding="utf-8") as out:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
        if status == "hang":
            threading.Event().wait()
        time.sleep(float(self.setting("delay", "0")))
        self.send_response(int(status))
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_POST = do_PUT = receive

    def setting(self, name, default):
        try:
            return (self.directory / name).read_text().strip() or default
        except FileNotFoundError:
            return default

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """Who sends may go away at any time."""


def main():
    Handler.directory = pathlib.Path(sys.argv[1])
    server = Server(("127.0.0.1", 0), Handler)
    # Renamed into place: who waits for the file never reads half of it.
    unfinished = Handler.directory / "port.unfinished"
    unfinished.write_text(str(server.server_address[1]))
    os.rename(unfinished, Handler.directory / "port")
    server.serve_forever()


if __name__ == "__main__":
    main()
