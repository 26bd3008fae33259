"""Dumps as sets of statements, so that two of them can be compared."""
import re

NAME = r'(?:\w+|"(?:[^"]|"")*")'
WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
DOLLAR = re.compile(r"\$([A-Za-z_\x80-\uffff][A-Za-z_0-9\x80-\uffff]*)?\$")
WITH_COLUMNS = re.compile(
    r"^(CREATE (?:UNLOGGED |FOREIGN )*TABLE [^\n]*\(|CREATE TYPE [^\n]* AS \()\n(.*?)\n(\).*)$", re.S)
OF_NO_INTEREST = re.compile(r"SET \w+ = |SELECT pg_catalog\.set_config|\\")


def quoted_end(text, at):
    """The end of what begins at a quote, a dollar quote or a comment; None when nothing of that kind does."""
    if text.startswith("--", at):
        end = text.find("\n", at)
        return len(text) if end < 0 else end + 1
    if text.startswith("/*", at):
        depth = 0
        while at < len(text):
            if text.startswith("/*", at):
                depth, at = depth + 1, at + 2
            elif text.startswith("*/", at):
                depth, at = depth - 1, at + 2
                if depth == 0:
                    return at
            else:
                at += 1
        return at
    if text[at] in "'\"":
        quote = text[at]
        escapes = quote == "'" and at > 0 and text[at - 1] in "eE" and not text[at - 2:at - 1].isalnum()
        at += 1
        while at < len(text):
            if escapes and text[at] == "\\":
                at += 2
            elif text[at] != quote:
                at += 1
            elif text.startswith(quote, at + 1):
                at += 2
            else:
                return at + 1
        return at
    if text[at] == "$" and not text[at - 1:at].isalnum():
        tag = DOLLAR.match(text, at)
        if tag:
            end = text.find(tag.group(0), tag.end())
            return len(text) if end < 0 else end + len(tag.group(0))
    return None


def statements(text):
    """Splits SQL at the semicolons that end statements."""
    found, start, at, depth, atomic, cases, before = [], 0, 0, 0, False, 0, ""
    while at < len(text):
        end = quoted_end(text, at)
        if end is not None:
            at = end
            continue
        character = text[at]
        word = WORD.match(text, at)
        if word:
            name = word.group(0).upper()
            if name == "ATOMIC" and before == "BEGIN":
                atomic, cases = True, 0
            elif atomic and name == "CASE":
                cases += 1
            elif atomic and name == "END":
                if cases:
                    cases -= 1
                else:
                    atomic = False
            before, at = name, word.end()
            continue
        depth += {"(": 1, ")": -1}.get(character, 0)
        at += 1
        if character == ";" and depth <= 0 and not atomic:
            found.append(text[start:at])
            start, depth = at, 0
    found.append(text[start:])
    return [s for s in (without_comments(s) for s in found) if s]


def without_comments(statement):
    statement = statement.strip()
    while statement.startswith("--"):
        statement = statement.partition("\n")[2].lstrip()
    return statement


def without_order(statement):
    """The order of storage parameters, of the settings of a routine, of the publications of a subscription and of the columns of
    UPDATE OF and of statistics means nothing."""
    statement = re.sub(rf"^(CREATE SUBSCRIPTION .*? PUBLICATION )({NAME}(?:, {NAME})*)( WITH )",
                       lambda m: m.group(1) + ", ".join(sorted(m.group(2).split(", "))) + m.group(3), statement)
    statement = re.sub(r"^(CREATE (?:CONSTRAINT )?TRIGGER .*? UPDATE OF )(.*?)( ON | OR )",
                       lambda m: m.group(1) + ", ".join(sorted(m.group(2).split(", "))) + m.group(3), statement)
    statement = re.sub(rf"^(CREATE STATISTICS .*? ON )({NAME}(?:, {NAME})*)( FROM )",
                       lambda m: m.group(1) + ", ".join(sorted(m.group(2).split(", "))) + m.group(3), statement)
    statement = re.sub(r"\bWITH \(([a-z_.]+=[^()]*)\)", lambda m: "WITH (" + ", ".join(sorted(m.group(1).split(", "))) + ")",
                       statement)
    return re.sub(r"(?:^    SET \S+ TO [^\n]*\n)+", lambda m: "".join(sorted(m.group(0).splitlines(True))), statement,
                  flags=re.M)


def normalized(dump):
    """The statements of a dump, sorted, the columns of tables and types sorted, too."""
    result, tablespace, method = [], "", ""
    for statement in statements("\n".join(line for line in dump.split("\n") if not line.startswith("\\"))):
        default = re.match(r"SET default_(tablespace|table_access_method) = (.*);", statement)
        if default:
            if default.group(1) == "tablespace":
                tablespace = default.group(2)
            else:
                method = default.group(2)
            continue
        if OF_NO_INTEREST.match(statement):
            continue
        columns = WITH_COLUMNS.match(statement)
        if columns:
            lines = sorted(line.rstrip(",") for line in columns.group(2).split("\n"))
            statement = columns.group(1) + "\n" + "\n".join(lines) + "\n" + columns.group(3)
        if re.match(r"CREATE (UNLOGGED )?TABLE|CREATE MATERIALIZED|CREATE (UNIQUE )?INDEX|ALTER TABLE.*ADD CONSTRAINT",
                    statement, re.S):
            statement += f" /* {tablespace} {method} */"
        result.append(without_order(statement))
    return sorted(result)
