"""docs/coverage.md says which layer of the extension records which command. What the suites ran was recorded by these.

usage: layers.py COVERAGE ROWS MAJOR     ROWS as layers.sql writes them
Prints what another layer recorded, and commands that the document does not know; the last line counts.
"""

import re
import sys

LETTERS = {"event trigger": "E", "utility hook": "H", "tripwire": "T"}


def documented(path, major):
    """Command tag -> the letters of its layers."""
    layers = {}
    with open(path, encoding="utf-8") as lines:
        rows = lines.read().split("\n# Commands\n", 1)[1].splitlines()
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        if len(cells) < 2 or not cells[0].startswith("`"):
            continue
        if match := re.fullmatch(r"([EHT]) before (\d+), ([EHT]) from \2 on", cells[1]):
            letters = {match[1] if major < int(match[2]) else match[3]}
        else:
            letters = set(re.findall(r"\b[EHT]\b", cells[1]))
        for tag in re.findall(r"`([^`]+)`", cells[0]):
            layers[tag] = letters
    return layers


coverage, rows, major = sys.argv[1:]
layers = documented(coverage, int(major))
right, wrong = 0, []
with open(rows, encoding="utf-8") as lines:
    for line in filter(None, map(str.strip, lines)):
        tag, captured_by = line.split("|")
        # The functions of the extension itself, and what protects the log, record what they do on their own.
        if captured_by in ("guard", "function"):
            continue
        if LETTERS[captured_by] in layers.get(tag, ()):
            right += 1
        else:
            wrong.append(f"{tag}: recorded by {captured_by}, documented: {''.join(sorted(layers.get(tag, '-')))}")
print("\n".join(wrong))
print(f"{right} of {right + len(wrong)} kinds of commands recorded by the layer that docs/coverage.md names")
sys.exit(1 if wrong or not right else 0)
