#!/usr/bin/env python3
"""A network between the collector and a server that can be cut or fall silent.

usage: pg_proxy.py DIRECTORY UPSTREAM_SOCKET

Listens on DIRECTORY/.s.PGSQL.5432.  For each new connection it reads DIRECTORY/mode:

    pass           everything goes through
    cut N          after N bytes from the server both sides are closed at once
    stall N        after N bytes from the server nothing goes through any more, until the mode is something else

DIRECTORY/stalled appears when a connection stalls.
"""
import os
import select
import socket
import sys
import threading
import time

directory, upstream = sys.argv[1], sys.argv[2]


def mode():
    try:
        with open(os.path.join(directory, "mode"), encoding="ascii") as file:
            words = file.read().split()
    except FileNotFoundError:
        words = []
    return words + ["0"] if words else ["pass", "0"]


def stall(word):
    path = os.path.join(directory, "stalled")
    with open(path, "w", encoding="ascii"):
        pass
    while mode()[0] == word:
        time.sleep(0.02)
    os.unlink(path)


def serve(client):
    word, limit = mode()[0], int(mode()[1])
    server = socket.socket(socket.AF_UNIX)
    try:
        server.connect(upstream)
        seen = 0
        while True:
            for ready in select.select([client, server], [], [])[0]:
                data = ready.recv(65536)
                if not data:
                    return
                if ready is client:
                    server.sendall(data)
                    continue
                if word != "pass" and seen + len(data) >= limit:
                    client.sendall(data[: max(0, limit - seen)])
                    if word == "cut":
                        return
                    stall(word)
                    client.sendall(data[max(0, limit - seen):])
                    word = "pass"
                else:
                    client.sendall(data)
                seen += len(data)
    except OSError:
        pass
    finally:
        client.close()
        server.close()


listener = socket.socket(socket.AF_UNIX)
listener.bind(os.path.join(directory, ".s.PGSQL.5432"))
listener.listen(100)
while True:
    accepted, _ = listener.accept()
    threading.Thread(target=serve, args=(accepted,), daemon=True).start()
