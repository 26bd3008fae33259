#!/usr/bin/env python3
"""Accepts connections and never answers: a server that hangs.

usage: silent_server.py FILE      writes its port to FILE
"""
import os
import socket
import sys

listener = socket.create_server(("127.0.0.1", 0), backlog=100)
with open(sys.argv[1] + ".unfinished", "w", encoding="ascii") as file:
    file.write(str(listener.getsockname()[1]))
os.rename(sys.argv[1] + ".unfinished", sys.argv[1])
accepted = []
while True:
    accepted.append(listener.accept())
