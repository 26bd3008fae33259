#!/usr/bin/env python3
"""Reports in the formats of other programs, read as those read them.

usage: report_formats.py json SCHEMA FILE...   reports, and what holds reports, against the published JSON schema
       report_formats.py html FILE...          well-formed, self-contained, nothing that runs, links that lead somewhere
       report_formats.py junit FILE...         counts that are right
       report_formats.py sarif FILE...         what SARIF 2.1.0 requires of the parts that are there
       report_formats.py github FILE...        every line a workflow command that the runner takes back as it was
       report_formats.py show FORMAT FILE      what was read, for comparisons: a line for each finding

Prints what is wrong and exits with 1.
"""
import collections
import html.parser
import json
import re
import sys
import urllib.parse
import xml.etree.ElementTree

TAGS = set("html head meta title style body main section article footer h1 h2 h3 h4 p ul li a b code pre details summary".split())
ATTRIBUTES = {"class", "id", "href", "lang", "charset", "name", "content", "http-equiv"}
LEVELS = {"none", "note", "warning", "error"}


def read(path):
    with open(path, "rb") as file:
        return file.read().decode("utf-8")


def reports_in(document):
    if document["format"] == "schema_audit/report":
        yield document
    for target in document.get("targets", []):
        yield from (target[key] for key in ("changes", "drift") if key in target)


def check_json(schema, path):
    import jsonschema
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    found = list(reports_in(json.loads(read(path))))
    if not found:
        yield "holds no report"
    for report in found:
        for error in kind(schema).iter_errors(report):
            yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"


class Page(html.parser.HTMLParser):
    """As a browser would: tags must nest, apart from those that have no end."""

    def __init__(self):
        super().__init__()
        self.open, self.wrong, self.ids, self.links, self.findings = [], [], [], [], []

    def handle_startendtag(self, tag, attributes):
        if tag != "meta":
            self.wrong.append(f"<{tag}/>")
        self.handle_starttag(tag, attributes)
        self.open.pop()

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        if tag not in TAGS:
            self.wrong.append(f"an element {tag!r}")
        for name, value in attributes:
            if name not in ATTRIBUTES:
                self.wrong.append(f"an attribute {name!r}")
            if name == "id":
                self.ids.append(value)
            if name == "href":
                self.links.append(value)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}> out of place")

    def handle_comment(self, data):
        self.wrong.append(f"a comment {data!r}")

    def handle_data(self, data):
        if self.open[-2:] == ["article", "h4"]:
            self.findings.append(data)


def page_of(path):
    text = read(path)
    page = Page()
    page.feed(text)
    page.close()
    return text, page


def check_html(path):
    text, page = page_of(path)
    if not text.startswith("<!DOCTYPE html>\n"):
        yield "no doctype"
    try:
        xml.etree.ElementTree.fromstring(text[len("<!DOCTYPE html>"):])
    except xml.etree.ElementTree.ParseError as error:
        yield f"not well-formed: {error}"
    yield from page.wrong
    if page.open:
        yield f"not closed: {page.open}"
    if len(page.ids) != len(set(page.ids)):
        yield "an id twice"
    yield from (f"a link to {link!r}" for link in page.links if link[:1] != "#" or link[1:] not in page.ids)
    style = text[text.index("<style>"):text.index("</style>")]
    yield from (f"{word} in the style" for word in ("url(", "@import", "expression(") if word in style)
    for needed in ('lang="en"', 'charset="utf-8"', "default-src 'none'", "prefers-color-scheme: dark", "<title>", "<main>"):
        if needed not in text:
            yield f"no {needed}"


def check_junit(path):
    root = xml.etree.ElementTree.fromstring(read(path).encode())
    if root.tag != "testsuites":
        yield f"the root is {root.tag}"
    total = collections.Counter()
    for suite in root:
        if suite.tag != "testsuite" or not suite.get("name"):
            yield f"{suite.tag} {suite.attrib} below testsuites"
        counts = collections.Counter(tests=0, failures=0, errors=0)
        for case in suite:
            if case.tag != "testcase" or not case.get("name") or not case.get("classname"):
                yield f"{case.tag} {case.attrib} below testsuite"
            counts["tests"] += 1
            for result in case:
                if result.tag not in ("failure", "error", "skipped", "system-out"):
                    yield f"{result.tag} below testcase"
                counts[{"failure": "failures", "error": "errors"}.get(result.tag, result.tag)] += 1
        for name in ("tests", "failures", "errors"):
            if int(suite.get(name)) != counts[name]:
                yield f"{suite.get('name')}: {name} is {suite.get(name)}, there are {counts[name]}"
        total += counts
    for name in ("tests", "failures", "errors"):
        if int(root.get(name)) != total[name]:
            yield f"{name} is {root.get(name)}, there are {total[name]}"


def is_message(message):
    return set(message) == {"text"} and isinstance(message["text"], str) and message["text"] != ""


def check_message(message):
    """3.11 of the standard: braces are doubled unless they stand for an argument, of which there are none; no links."""
    if not is_message(message):
        yield f"no message: {message!r}"
    elif re.search(r"[{}]", message["text"].replace("{{", "").replace("}}", "")):
        yield f"a placeholder: {message['text']!r}"
    elif re.search(r"\[[^\]]*\]\(", message["text"]):
        yield f"a link: {message['text']!r}"


def check_location(location):
    physical = location.get("physicalLocation")
    if physical is not None:
        uri = physical["artifactLocation"]["uri"]
        parts = urllib.parse.urlsplit(uri)
        if not re.fullmatch(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", uri) or re.search(r"%(?![0-9A-F]{2})", uri):
            yield f"no URI: {uri!r}"
        if parts.scheme not in ("", "file") or (parts.scheme == "" and uri.startswith("/")):
            yield f"neither relative nor a file: {uri!r}"
        if physical["region"]["startLine"] < 1:
            yield "lines begin with 1"
    for logical in location["logicalLocations"]:
        if not {"name", "fullyQualifiedName", "kind"} >= set(logical) or not logical["name"]:
            yield f"no logical location: {logical!r}"


def check_run(run):
    if not {"tool", "results"} <= set(run):
        yield f"a run has a tool and results, this one {sorted(run)}"
    driver = run["tool"]["driver"]
    if driver["name"] != "schema-audit" or not re.fullmatch(r"\d+\.\d+\.\d+", driver["version"]):
        yield f"{driver['name']} {driver['version']}"
    rules = driver.get("rules", [])
    if len({rule["id"] for rule in rules}) != len(rules):
        yield "a rule twice"
    for rule in rules:
        if rule["defaultConfiguration"]["level"] not in LEVELS:
            yield f"level {rule['defaultConfiguration']['level']}"
        yield from check_message(rule["shortDescription"])
        yield from check_message(rule["help"])
    fingerprints = set()
    for result in run["results"]:
        yield from check_message(result["message"])
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            yield f"{result['ruleId']} is not rule {result['ruleIndex']}"
        if result["level"] not in LEVELS:
            yield f"level {result['level']}"
        if len(result["locations"]) != 1:
            yield "GitHub shows results of one location"
        for location in result["locations"]:
            yield from check_location(location)
        prints = result["partialFingerprints"]
        if not all(isinstance(value, str) and value for value in prints.values()):
            yield f"fingerprints {prints!r}"
        fingerprints.add(tuple(prints.values()))
    if len(fingerprints) != len(run["results"]):
        yield "a fingerprint twice"
    for invocation in run.get("invocations", []):
        if not isinstance(invocation["executionSuccessful"], bool):
            yield "executionSuccessful is a boolean"
        for notification in invocation.get("toolExecutionNotifications", []):
            yield from check_message(notification["message"])


def check_sarif(path):
    document = json.loads(read(path))
    if set(document) != {"$schema", "version", "runs"} or document["version"] != "2.1.0":
        yield f"{sorted(document)}, version {document.get('version')}"
    for run in document["runs"]:
        yield from check_run(run)


def unescaped(text, more=()):
    for code, character in (*more, ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def commands_in(path):
    """As the runner does: lines, the command up to the first space, properties up to the next "::"."""
    text = read(path)
    if not text.endswith("\n"):
        raise ValueError("the last line has no end")
    for line in text[:-1].split("\n"):
        match = re.fullmatch(r"::(error|warning|notice) ((?:(?!::).)*)::(.*)", line)
        if not match:
            raise ValueError(f"no command: {line!r}")
        properties = dict(part.split("=", 1) for part in match[2].split(","))
        colons = (("%3A", ":"), ("%2C", ","))
        yield match[1], {k: unescaped(v, colons) for k, v in properties.items()}, unescaped(match[3])


def check_github(path):
    for level, properties, message in commands_in(path):
        if not set(properties) <= {"file", "line", "title"} or "title" not in properties:
            yield f"properties {sorted(properties)}"
        if "line" in properties and not properties["line"].isdigit():
            yield f"line {properties['line']!r}"
        if not message or re.search(r"[\x00-\x09\x0b-\x1f]", message.replace("\t", "")):
            yield f"{level}: {message!r}"


def show(kind, path):
    if kind == "html":
        yield from page_of(path)[1].findings
    elif kind == "junit":
        for case in xml.etree.ElementTree.fromstring(read(path).encode()).iter("testcase"):
            result = case.find("failure")
            yield f"{'passed' if result is None else result.get('type')} {case.get('classname')} {case.get('name')}"
    elif kind == "sarif":
        for run in json.loads(read(path))["runs"]:
            for result in run["results"]:
                where = result["locations"][0].get("physicalLocation", {})
                yield (f"{result['level']} {result['ruleId']} {where.get('artifactLocation', {}).get('uri')}:"
                       f"{where.get('region', {}).get('startLine')} {result['message']['text'].splitlines()[0]}")
    elif kind == "github":
        for level, properties, message in commands_in(path):
            yield f"{level} {properties.get('file')}:{properties.get('line')} {properties['title']} {message.splitlines()[0]}"


def main():
    word, files = sys.argv[1], sys.argv[2:]
    if word == "show":
        print("\n".join(show(*files)))
        return
    check = globals()["check_" + word]
    if word == "json":
        schema = json.loads(read(files.pop(0)))
        check = lambda path: check_json(schema, path)  # noqa: E731
    wrong = []
    for path in files:
        try:
            wrong += [f"{path}: {line}" for line in check(path)]
        except (ValueError, KeyError, IndexError, xml.etree.ElementTree.ParseError) as error:
            wrong.append(f"{path}: {error!r}")
    print("\n".join(wrong[:20]))
    sys.exit(bool(wrong or not files))


if __name__ == "__main__":
    main()
