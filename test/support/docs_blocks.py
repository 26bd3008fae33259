"""The fenced blocks of a document: as a script to run, and held against what running it printed.

usage: docs_blocks.py sql FILE                 the sql blocks, for one session of psql
       docs_blocks.py console FILE [AFTER]     the console blocks and those sh blocks that begin with schema-audit,
                                               for one bash; AFTER is run after each block
       docs_blocks.py compare KIND FILE OUTPUT what the script printed; prints "ok" and "not ok" lines
       docs_blocks.py programs FILE            runs each python block: it prints what the text block after it says
       docs_blocks.py yaml FILE...             the yaml blocks, each ended by a zero byte
       docs_blocks.py links FILE...            every relative link leads to a file, and to a heading of it
       docs_blocks.py codes FINDINGS FILE...   every code of a finding is a row of FINDINGS

A text block right after an sql block is its output; a console block holds its output itself.  A line "..." stands
for any number of lines, "..." at the end of a line for its rest.  Times, digests and widths do not count.
"""

import os
import re
import subprocess
import sys

MARK = "@@ block at line "
# What differs from run to run, or from machine to machine.
VOLATILE = [
    (re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00)?"), "TIME"),
    (re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "UUID"),
    (re.compile(r"\b(\\x)?[0-9a-f]{16,64}\b"), "DIGEST"),
    (re.compile(r"\b\d+ ms\b"), "N ms"),
    (re.compile(r"[+-]\d+\.\d{3} s\b"), "SKEW"),
    (re.compile(r"\b\d+ (s|min|h|days) ago\b"), "AGO"),
    (re.compile(r"\b1\d\.\d+\b"), "VERSION"),
    (re.compile(r"\b1\d0\d{3}\b"), "VERSION"),
    (re.compile(r'("?(oid|xid|number|backend_pid|class_id|object_id)"? *[:|] *)\d+'), r"\1N"),
    (re.compile(r"\b\d+ (objects|new statements)\b"), r"N \1"),
    (re.compile(r"--+"), "-"),
    (re.compile(r"\s+"), " "),
]


def blocks_of(path):
    """(language, number of the line it begins in, lines, lines of the text block right after it or None)"""
    found = []
    fence = None
    nothing_between = False
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if fence is None and line.startswith("```"):
                fence = (line[3:].strip(), number, [], nothing_between)
            elif fence is not None and line == "```":
                found.append(fence)
                fence = None
                nothing_between = True
            elif fence is not None:
                fence[2].append(line)
            elif line.strip():
                nothing_between = False
    if fence is not None:
        raise SystemExit(f"{path}:{fence[1]}: the block does not end")
    result = []
    for i, (language, number, lines, _) in enumerate(found):
        follows = i + 1 < len(found) and found[i + 1][3] and found[i + 1][0] == "text"
        result.append((language, number, lines, found[i + 1][2] if follows else None))
    return result


def runs_in_shell(language, lines):
    return language == "console" or (language == "sh" and lines and lines[0].startswith("schema-audit "))


def chosen(kind, path):
    for language, number, lines, output in blocks_of(path):
        if kind == "sql" and language == "sql":
            yield number, lines, output
        elif kind == "console" and runs_in_shell(language, lines):
            yield number, lines, lines if language == "console" else None


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def print_sql(path):
    for number, lines, _ in chosen("sql", path):
        print(f"\\echo {MARK}{number}")
        print("\n".join(lines))


def print_console(path, after):
    print("last=0; give() { return $last; }")
    for number, lines, _ in chosen("console", path):
        print(f"echo {quoted(MARK + str(number))}")
        shown = any(line.startswith("$ ") for line in lines)
        for line in lines:
            if shown and not line.startswith("$ "):
                continue
            command = line[2:] if shown else line
            if shown:
                print(f"echo {quoted(line)}")
            # The exit code of one command is there for the next one to show.
            print(f"give\neval {quoted(command)}\nlast=$?")
            if not shown:
                print(f'((last == 0)) || echo "exit code $last: "{quoted(command)}')
        if after:
            print(after)


def normal(lines):
    result = []
    for line in lines:
        for pattern, replacement in VOLATILE:
            line = pattern.sub(replacement, line)
        line = line.strip()
        if line and not re.fullmatch(r"\(\d+ rows?\)", line):
            result.append(line)
    return result


def fits(expected, got):
    pattern = ""
    for line in expected:
        if line == "...":
            pattern += r"(?:.*\n)*?"
        elif line.endswith(" ..."):
            pattern += re.escape(line[:-4]) + r".*\n"
        else:
            pattern += re.escape(line) + r"\n"
    return re.fullmatch(pattern, "".join(line + "\n" for line in got)) is not None


def compare(kind, path, output):
    printed = {}
    with open(output, encoding="utf-8") as file:
        for line in file:
            if line.startswith(MARK):
                current = printed.setdefault(int(line[len(MARK) :]), [])
            elif printed:
                current.append(line.rstrip("\n"))
    numbers = sorted(printed)
    for number, lines, wanted in chosen(kind, path):
        name = f"{os.path.basename(path)}:{number}: {next(line for line in lines if line.strip())}"
        got = printed.get(number)
        failed = got is not None and any(re.match(r"(psql:.*)?(ERROR|FATAL): |exit code ", line) for line in got)
        # The script ends where a block fails.
        if got is None or failed or (wanted is not None and not fits(normal(wanted), normal(got))):
            print(f"not ok {name}")
            for line in got or ["nothing: the script ended before, after line " + str(numbers[-1:] or 0)]:
                print(f"#   got:      {line}")
            for line in wanted or []:
                print(f"#   expected: {line}")
        else:
            print(f"ok {name}")


def programs(path):
    for language, number, lines, wanted in blocks_of(path):
        if language != "python":
            continue
        run = subprocess.run([sys.executable, "-"], input="\n".join(lines), capture_output=True, text=True, check=False)
        fine = wanted is not None and run.stdout.splitlines() == wanted
        print(f"{'ok' if fine else 'not ok'} {os.path.basename(path)}:{number}: the program")
        for line in [] if fine else (run.stdout + run.stderr).splitlines():
            print(f"#   got:      {line}")


def prose(path):
    with open(path, encoding="utf-8") as file:
        text = file.read()
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def headings(path):
    with open(path, encoding="utf-8") as file:
        titles = re.findall(r"^#+ +(.*)$", file.read(), flags=re.MULTILINE)
    anchors = []
    for title in titles:
        anchor = re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-")
        repeated = sum(re.fullmatch(re.escape(anchor) + r"(-\d+)?", other) is not None for other in anchors)
        anchors.append(f"{anchor}-{repeated}" if repeated else anchor)
    return anchors


def links(paths):
    for path in paths:
        broken = []
        for target in re.findall(r"\]\(([^)\s]+)\)", prose(path)):
            if re.match(r"[a-z]+:", target):
                continue
            file, _, anchor = target.partition("#")
            where = os.path.join(os.path.dirname(path), file) if file else path
            if not os.path.exists(where) or (anchor and anchor not in headings(where)):
                broken.append(target)
        print(f"{'not ok' if broken else 'ok'} the links of {os.path.basename(path)}")
        for target in broken:
            print(f"#   leads nowhere: {target}")


def codes(findings, paths):
    with open(findings, encoding="utf-8") as file:
        known = set(re.findall(r"^\| `([a-z_.]+)` \|", file.read(), flags=re.MULTILINE))
    kinds = {code.split(".")[0] for code in known}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            used = re.findall(r"[`\[]([a-z_]+(?:\.[a-z_]+){1,2})[`\]]", file.read())
        endings = (".added", ".dropped", ".renamed", ".set", ".changed")
        unknown = {u for u in used if u.split(".")[0] in kinds and u.endswith(endings)} - known
        print(f"{'not ok' if unknown else 'ok'} the codes of findings in {os.path.basename(path)}")
        for code in sorted(unknown):
            print(f"#   not in docs/findings.md: {code}")


def main(arguments):
    match arguments:
        case ["sql", path]:
            print_sql(path)
        case ["console", path, *after]:
            print_console(path, after[0] if after else "")
        case ["compare", kind, path, output]:
            compare(kind, path, output)
        case ["yaml", *paths]:
            for path in paths:
                for language, _, lines, _ in blocks_of(path):
                    if language == "yaml":
                        print("\n".join(lines), end="\0")
        case ["programs", path]:
            programs(path)
        case ["links", *paths]:
            links(paths)
        case ["codes", findings, *paths]:
            codes(findings, paths)
        case _:
            raise SystemExit(__doc__)


main(sys.argv[1:])
