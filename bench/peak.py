#!/usr/bin/env python3
"""Runs a command and prints the peak of its memory and of that of its backends, in MB.

usage: peak.py POSTMASTER_PID DATABASE COMMAND...

The client's is its largest resident set.  A backend's is what is its own (RssAnon): shared buffers are everybody's.  It is looked
at a hundred times a second.
"""

import resource
import subprocess
import sys
import time


def own_memory(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
            return next((int(line.split()[1]) for line in status if line.startswith("RssAnon:")), 0)
    except OSError:
        return 0


def backends(postmaster, database):
    with open(f"/proc/{postmaster}/task/{postmaster}/children", encoding="ascii") as children:
        pids = children.read().split()
    for pid in pids:
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as title:
                if f" {database} ".encode() in title.read():
                    yield pid
        except OSError:
            continue


def main():
    postmaster, database, command = sys.argv[1], sys.argv[2], sys.argv[3:]
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max([peak, *map(own_memory, backends(postmaster, database))])
            time.sleep(0.01)
    if process.returncode != 0:
        sys.exit(process.returncode)
    client = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(f"{client / 1024:.0f} {peak / 1024:.0f}")


main()
