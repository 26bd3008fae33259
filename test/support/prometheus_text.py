"""A strict reader of Prometheus' text format: prints "name{labels} value" lines sorted, or fails with what is wrong.

usage: prometheus_text.py FILE
"""

import re
import sys

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
SAMPLE = re.compile(rf'({NAME})(?:\{{((?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\[\\"n])*",?)*)\}})? (\S+)')


def fail(number, why):
    raise SystemExit(f"line {number}: {why}")


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    text = data.decode("utf-8")
    if not text.endswith("\n"):
        raise SystemExit("the last line does not end")
    helped, typed, current, seen = set(), {}, None, set()
    for number, line in enumerate(text.split("\n")[:-1], 1):
        if line.startswith("# HELP "):
            name = line.split(" ", 3)[2]
            if name in helped or len(line.split(" ", 3)) < 4:
                fail(number, f"HELP of {name} is empty or there twice")
            helped.add(name)
            current = name
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            if name != current or name in typed or kind not in ("gauge", "counter"):
                fail(number, f"TYPE of {name} stands apart, is there twice, or is no type")
            if (kind == "counter") != name.endswith("_total"):
                fail(number, f"{name} is a {kind}")
            typed[name] = kind
        else:
            match = SAMPLE.fullmatch(line)
            if not match:
                fail(number, f"is no sample: {line}")
            if match[1] != current or match[1] not in typed:
                fail(number, f"{match[1]} stands apart from its HELP and TYPE")
            if (match[1], match[2]) in seen:
                fail(number, f"{line} is there twice")
            seen.add((match[1], match[2]))
            float(match[3])
    print("\n".join(sorted(line for line in text.split("\n") if line and not line.startswith("#"))))


main()
