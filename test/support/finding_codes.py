"""Runs the DDL of finding_codes.txt on a server and holds the codes that schema_diff() finds against those expected.

A line of that file is one of these:

  code [code...] | SQL     exactly these are found after it, against the snapshot before
  | SQL                    prepares something; what it changes is not looked at
  ! pattern reason         no case for the codes of this pattern, and why; as in a shell, and none of them has a case
  # kind

Every code of docs/findings.md has a case or a reason.
"""
import argparse
import fnmatch
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
STEP = r"""\echo @{number}
{sql};
\echo :SQLSTATE
SELECT schema_snapshot() AS now \gset
SELECT code FROM schema_diff(:now - 1, :now);
"""


def cases(path):
    """[(number of the line, codes or None, SQL)], {pattern: reason}"""
    steps, reasons = [], {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("!"):
            _, pattern, reason = line.split(" ", 2)
            reasons[pattern] = reason
        elif line and not line.startswith("#"):
            codes, sql = line.split("| ", 1)
            steps.append((number, sorted(codes.split()) or None, sql))
    return steps, reasons


def run(arguments, steps):
    """{number: (SQLSTATE of the last statement, codes)}"""
    script = "SELECT schema_snapshot();\n" + "".join(STEP.format(number=number, sql=sql) for number, _, sql in steps)
    done = subprocess.run(
        ["psql", "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--host", arguments.socket, "--username", "postgres",
         "--dbname", arguments.database], input=script, capture_output=True, text=True, check=True)
    found = {}
    for block in done.stdout.split("@")[1:]:
        number, *lines = block.split("\n")
        state = next(i for i, line in enumerate(lines) if re.fullmatch("[0-9A-Z]{5}", line))
        found[int(number)] = (lines[state], sorted(filter(None, lines[state + 1:])))
    return found, done.stderr


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--socket", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--docs", required=True, help="docs/findings.md")
    parser.add_argument("--cases", type=pathlib.Path, default=HERE / "finding_codes.txt")
    arguments = parser.parse_args()
    steps, reasons = cases(arguments.cases)
    documented = set(re.findall(r"^\| `([a-z_.]+)`", pathlib.Path(arguments.docs).read_text(), re.MULTILINE))
    found, errors = run(arguments, steps)
    wrong = []
    for number, codes, sql in steps:
        state, actual = found.get(number, ("never run", []))
        if state != "00000" or (codes is not None and codes != actual):
            wrong.append(f"line {number}: {state}, found {' '.join(actual) or 'nothing'}: {sql[:200]}")
    covered = {code for _, codes, _ in steps for code in codes or []}
    wrong += [f"{code} is no code of the documentation" for code in sorted(covered - documented)]
    for code in sorted(documented - covered):
        if not any(fnmatch.fnmatchcase(code, pattern) for pattern in reasons):
            wrong.append(f"{code} has no case, and no reason why")
    for pattern in reasons:
        if not fnmatch.filter(documented - covered, pattern):
            wrong.append(f"the reason for {pattern} is not needed")
    wrong += [line for line in errors.splitlines() if "ERROR:" in line]
    print("\n".join(wrong))
    print(f"{len(documented & covered)} of {len(documented)} codes have a case, the others a reason")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
