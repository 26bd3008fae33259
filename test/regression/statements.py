"""Compares the server's own record of DDL with the log of the extension.

The server log (csvlog) was written with log_statement = ddl, so PostgreSQL itself says what it takes for DDL, and with
log_min_duration_statement = 0, so it says of every command that it succeeded.  From that follows what was committed:
transaction blocks, savepoints and prepared transactions are followed.  Each committed command must have a row with
its text in the same session; one whose text was replaced must have a row of the same moment and of the same command tag.

usage: statements.py SERVER_LOG DATABASE ROWS [SINCE]     ROWS as statements.sql writes them; what was logged before
SINCE, in seconds of the epoch, does not count
Prints the commands without a row; the last line counts.
"""

import collections
import csv
import datetime
import json
import re
import sys

csv.field_size_limit(sys.maxsize)

STATEMENT = re.compile(r"(?:statement|execute [^:]*): (.*)", re.S)
DURATION = re.compile(r"duration: [0-9.]+ ms(?:  (statement|execute [^:]*|parse [^:]*|bind [^:]*): (.*))?\Z", re.S)
# Commands that a server reports as successful although they found nothing to do.
NOTHING_TO_DO = re.compile(r"skipping|no privileges were granted|no privileges could be revoked|"
                           r"no matching relations in tablespace|already a member of role|is not a member of role|has not been granted membership")
# Commands of the suites that find nothing to do without saying so.
CHANGES_NOTHING = {
    "alter publication testpub_default set table testpub_tbl1": "it is the publication's only table already",
    "drop owned by regress_dep_user0": "the role was only just made",
    "drop owned by regress_alter_function_role": "the command that was to give it a function failed (test_ddl_deparse)",
    "alter domain connotnull add constraint constr1bis not null": "the domain is NOT NULL already (17 and later)",
}
SPACE = re.compile(r"(?:\s+|--[^\n]*(?:\n|\Z)|/\*.*?\*/)", re.S)
TOKEN = re.compile(r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | (\$[A-Za-z_0-9]*\$).*?\1 | --[^\n]* | /\*.*?\*/ | ; | [A-Za-z_]+ | .""",
                   re.S | re.X)


def normalized(text):
    """Without spaces and comments at both ends, and with single spaces."""
    while (match := SPACE.match(text)) and match.end():
        text = text[match.end():]
    text = re.sub(r"(?:\s|;|--[^\n'\"]*\Z)+\Z", "", text)
    return re.sub(r"\s+", " ", text)


def parts(text):
    """The commands of a string; bodies between BEGIN ATOMIC and END are not looked into."""
    result, current, depth = [], "", 0
    previous = ""
    for match in TOKEN.finditer(text):
        token = match.group(0)
        word = token.lower()
        if word == "atomic" and previous == "begin":
            depth += 1
        elif depth and word == "case":
            depth += 1
        elif depth and word == "end":
            depth -= 1
        if not token.isspace():
            previous = word
        if token == ";" and depth == 0:
            result.append(current)
            current = ""
        elif not token.startswith(("--", "/*")):
            current += token
    result.append(current)
    return [part.strip() for part in result if part.strip()]


# Words of commands for what their tags call otherwise.
OTHER_WORDS = {"user": "role", "group": "role"}
# Commands that run another one, whose tag the row has.
RUNS_ANOTHER = ("explain", "with", "select")


def may_have_tag(text, tag):
    """Whether one of the commands of a string has the words of a tag, in their order."""
    for part in parts(text):
        words = re.findall(r"[a-z_]+", part.lower())
        if words[:1] == ["execute"]:
            return True
        wanted = tag.lower().split()
        if wanted[-1] == "role" and wanted[0] in ("grant", "revoke"):
            wanted.pop()
        if not words or (words[0] != wanted[0] and words[0] not in RUNS_ANOTHER):
            continue
        rest = iter(words)
        if all(any(word in (own, OTHER_WORDS.get(own)) for own in rest) for word in wanted):
            return True
    return False


Command = collections.namedtuple("Command", "text at notices session")


def found_nothing(command):
    return normalized(command.text).lower() in CHANGES_NOTHING or any(NOTHING_TO_DO.search(notice) for notice in command.notices)


class Session:
    def __init__(self, prepared, committed):
        self.prepared, self.committed = prepared, committed
        self.levels = None  # of a transaction block: [(savepoint, commands)]
        self.failed = False
        self.pending = None

    def finish(self, keep):
        commands = [command for _, level in self.levels or [] for command in level] if keep and not self.failed else []
        self.levels, self.failed = None, False
        return commands

    def add(self, command):
        if self.levels is None:
            self.committed.append(command)
        else:
            self.levels[-1][1].append(command)

    def succeeded(self, text, command):
        """A string has been executed; command is set when the server takes it for DDL."""
        for part in parts(text):
            words = re.sub(r"[;\s]+", " ", part).lower().split()
            chain = words[-2:] == ["and", "chain"] and "no" not in words
            if words[0] == "begin" or words[:2] == ["start", "transaction"]:
                if self.levels is None:
                    self.levels = [("", [])]
            elif words[:2] == ["prepare", "transaction"]:
                self.prepared[words[2]] = self.finish(True)
            elif words[:2] == ["commit", "prepared"]:
                self.committed.extend(self.prepared.pop(words[2], []))
            elif words[:2] == ["rollback", "prepared"]:
                self.prepared.pop(words[2], None)
            elif words[0] in ("commit", "end"):
                self.committed.extend(self.finish(True))
                self.levels = [("", [])] if chain else None
            elif words[0] in ("rollback", "abort") and "to" in words:
                name = words[-1]
                while len(self.levels) > 1 and self.levels[-1][0] != name:
                    self.levels.pop()
                self.levels[-1] = (self.levels[-1][0], [])
                self.failed = False
            elif words[0] in ("rollback", "abort"):
                self.finish(False)
                self.levels = [("", [])] if chain else None
            elif words[0] == "savepoint":
                if self.levels is not None:
                    self.levels.append((words[1], []))
            elif words[0] == "release":
                names = [name for name, _ in self.levels]
                index = len(names) - 1 - names[::-1].index(words[-1])
                merged = [command for _, level in self.levels[index:] for command in level]
                del self.levels[index:]
                self.levels[-1][1].extend(merged)
            elif command is not None:
                self.add(command)
                command = None

    def error(self):
        self.pending = None
        if self.levels is not None:
            self.failed = True


def read_server_log(path, database, since):
    prepared, committed = {}, []
    sessions = collections.defaultdict(lambda: Session(prepared, committed))
    seen = 0
    with open(path, newline="", encoding="utf-8", errors="replace") as lines:
        for row in csv.reader(lines):
            if row[2] != database or row[23] not in ("client backend", ""):
                continue
            key, severity, message = row[5], row[11], row[13]
            session = sessions[key]
            if severity == "LOG":
                duration = DURATION.match(message)
                statement = None if duration else STATEMENT.match(message)
                if statement:
                    at = datetime.datetime.strptime(row[0][:23], "%Y-%m-%d %H:%M:%S.%f").replace(
                        tzinfo=datetime.timezone.utc).timestamp()
                    if at < since:
                        continue
                    seen += 1
                    session.pending = Command(statement.group(1), at, [], (int(row[3]), int(key.split(".")[0], 16)))
                elif duration and duration.group(1) is None:
                    if session.pending:
                        session.succeeded(session.pending.text, session.pending)
                    session.pending = None
                elif duration and not duration.group(1).startswith(("parse", "bind")):
                    session.succeeded(duration.group(2), None)
            elif severity in ("ERROR", "FATAL", "PANIC"):
                session.error()
            elif session.pending and severity in ("NOTICE", "INFO", "WARNING"):
                session.pending.notices.append(message)
    return committed, seen


def main():
    path, database, rows_path = sys.argv[1:4]
    committed, seen = read_server_log(path, database, float(sys.argv[4]) if len(sys.argv) > 4 else 0.0)
    by_session = collections.defaultdict(list)
    with open(rows_path, encoding="utf-8") as rows:
        for line in rows:
            if line.strip():
                row = json.loads(line)
                row["used"] = False
                by_session[row["pid"], row["session_start"]].append(row)
    captured, nothing, missing = 0, 0, []
    unmatched = []
    # A command that found nothing to do may be followed by the same that does: that one has the row.
    for command in sorted(committed, key=lambda command: found_nothing(command)):
        text = normalized(command.text)
        for row in by_session[command.session]:
            if (not row["used"] and abs(row["at"] - command.at) < 1.0 and row["text"] is not None
                    and (own := normalized(row["text"])) and (text == own or own in text)):
                row["used"] = True
                captured += 1
                break
        else:
            unmatched.append(command)
    for command in unmatched:
        for row in by_session[command.session]:
            if (not row["used"] and -0.002 <= command.at - row["at"] < 0.010
                    and may_have_tag(command.text, row["tag"])):
                row["used"] = True
                captured += 1
                break
        else:
            if found_nothing(command):
                nothing += 1
            elif re.match(r"create extension( if not exists)? \"?schema_audit", command.text.strip().lower()):
                nothing += 1
            else:
                missing.append(command)
    for command in missing:
        print(f"[{command.session[0]}] {re.sub(chr(10), ' ', command.text)[:300]}")
    print(f"captured {captured} of {captured + len(missing)} committed, "
          f"{nothing} with nothing to do, {seen - captured - nothing - len(missing)} failed or rolled back")
    sys.exit(1 if missing or not captured else 0)


main()
