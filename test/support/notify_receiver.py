#!/usr/bin/env python3
"""Plays the service manager of sd_notify(3): writes what it is told, one line each.

usage: notify_receiver.py SOCKET FILE
"""
import socket
import sys

receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
receiver.bind(sys.argv[1])
with open(sys.argv[2], "w", encoding="utf-8", buffering=1) as file:
    while True:
        file.write(receiver.recv(65536).decode())
