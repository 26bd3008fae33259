#!/usr/bin/env python3
"""Stands in for Slack, Microsoft Teams, Discord, Telegram and PagerDuty: refuses what they document to refuse.

usage: channel_double.py DIRECTORY     serves until it is stopped; writes its port to DIRECTORY/port
       channel_double.py check         tries messages that each service must refuse, and says which were taken

Paths: /slack, /teams, /discord, /botTOKEN/sendMessage, /v2/enqueue, /v2/change/enqueue.  Every request is appended to
DIRECTORY/requests.jsonl with its path, the status that it was answered with, the reason of a refusal, and what a reader
of the message would see as text ("seen") and as markup ("active": mentions, links, code, bold, ...).

Limits: api.slack.com/reference/block-kit/blocks and /messaging/webhooks; learn.microsoft.com (incoming webhooks, 28 KB);
discord.com/developers/docs/resources/message (embed limits); core.telegram.org/bots/api#sendmessage;
developer.pagerduty.com/docs/events-api-v2 and /docs/send-change-event.
"""
import http.server
import json
import os
import pathlib
import re
import sys
import threading


class Refusal(Exception):
    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


def require(condition, text, status=400):
    if not condition:
        raise Refusal(status, text)


def units(text):
    return len(text.encode("utf-16-le")) // 2


def string(value, limit, name, status=400):
    require(isinstance(value, str) and value != "", f"{name} is missing", status)
    require(units(value) <= limit, f"{name} is longer than {limit}", status)
    return value


def address(value, limit):
    require(isinstance(value, str) and re.fullmatch(r"https?://[^\s<>\"']+", value) and len(value) <= limit, f"no address: {value!r}")
    return value


# What Markdown of chat programs makes out of a text.
MARKUP = [
    r"<[!@#][^>]*>", r"<https?:[^>]*>", r"(?<![\\\w*])\*[^*\s][^*\n]*\*(?![\w*])", r"(?<!\\)~[^~\s][^~\n]*~",
    r"(?<!\\)`[^`\n]+`", r"(?<!\\)\[[^\]\n]+\]\([^)\n]+\)", r"(?<![\\\w])_[^_\s][^_\n]*_(?!\w)", r"(?m)^(?:#|>|- |\d+\. )",
    r"(?<!\\)\|\|[^|\n]+\|\|",
]


def active(text):
    return [match.group(0) for pattern in MARKUP for match in re.finditer(pattern, text)]


def slack(body):
    require(set(body) <= {"text", "blocks", "unfurl_links", "unfurl_media", "attachments"}, "invalid_payload")
    string(body.get("text"), 40000, "text")
    blocks = body.get("blocks", [])
    require(len(blocks) <= 50, "invalid_blocks: more than 50")
    seen, whole, markup = [], 0, active_mentions(body["text"])
    for block in blocks:
        kind = block.get("type")
        require(kind in ("header", "section", "context", "divider", "actions"), f"invalid_blocks: {kind}")
        if kind == "header":
            require(block["text"]["type"] == "plain_text", "invalid_blocks: a header is plain_text")
            seen.append(string(block["text"].get("text"), 150, "header"))
        elif kind == "section":
            require(block["text"]["type"] in ("mrkdwn", "plain_text"), "invalid_blocks: section")
            text = string(block["text"].get("text"), 3000, "section")
            if block["text"]["type"] == "mrkdwn":
                require(not re.search(r"&(?!amp;|lt;|gt;)", text), "invalid_blocks: a bare &")
                markup += active(text)
            seen.append(text)
        elif kind == "context":
            require(1 <= len(block["elements"]) <= 10, "invalid_blocks: context")
            seen += [string(element.get("text"), 3000, "context") for element in block["elements"]]
        whole += units(json.dumps(block, ensure_ascii=False))
    require(whole <= 13200 * 2, "msg_blocks_too_long")
    require(sum(map(units, seen)) <= 13200, "msg_blocks_too_long")
    # The one link that the message itself has, in a block of its own.
    links = [text[1:-1].partition("|")[0].replace("&amp;", "&") for text in seen[-1:]
             if re.fullmatch(r"<https?://[^<>|]+\|Open the report>", text)]
    return 200, "ok", seen, markup if not links else [text for text in markup if text != seen[-1]], links


def active_mentions(text):
    return re.findall(r"<[!@#][^>]*>|<https?:[^>]*>", text)


def teams(body, raw):
    require(len(raw) <= 28 * 1024, "Request Entity Too Large", 413)
    require(body.get("type") == "message", "type is not message")
    require(len(body.get("attachments", [])) == 1, "exactly one attachment")
    attachment = body["attachments"][0]
    require(attachment.get("contentType") == "application/vnd.microsoft.card.adaptive", "only Adaptive Cards")
    card = attachment["content"]
    require(card.get("type") == "AdaptiveCard" and card.get("version") in ("1.2", "1.3", "1.4", "1.5"), "the card's version")
    seen, markup = [], []
    for element in card["body"]:
        require(element.get("type") in ("TextBlock", "FactSet", "Container"), f"unknown element {element.get('type')}")
        require(element.get("color", "Default") in ("Default", "Dark", "Light", "Accent", "Good", "Warning", "Attention"), "color")
        seen.append(string(element.get("text"), 28000, "text"))
        markup += active(element["text"])
    links = []
    for action in card.get("actions", []):
        require(action.get("type") == "Action.OpenUrl" and action.get("title"), "unknown action")
        links.append(address(action.get("url"), 2048))
    return 202, "", seen, markup, links


def discord(body):
    content = body.get("content", "")
    require(units(content) <= 2000, "content is longer than 2000")
    embeds = body.get("embeds", [])
    require(content or embeds, "Cannot send an empty message")
    require(len(embeds) <= 10, "more than 10 embeds")
    whole, seen, markup, links = 0, [content], active(content), []
    for embed in embeds:
        parts = [(embed.get("title", ""), 256, True), (embed.get("description", ""), 4096, False),
                 (embed.get("footer", {}).get("text", ""), 2048, True)]
        require(len(embed.get("fields", [])) <= 25, "more than 25 fields")
        for field in embed.get("fields", []):
            string(field.get("name"), 256, "field.name")
            string(field.get("value"), 1024, "field.value")
            parts += [(field["name"], 256, False), (field["value"], 1024, False)]
        for text, limit, plain in parts:
            require(units(text) <= limit, f"longer than {limit}")
            whole += units(text)
            seen.append(text)
            if not plain:
                markup += active(text)
        if "url" in embed:
            links.append(address(embed["url"], 2048))
        require(isinstance(embed.get("color", 0), int) and 0 <= embed.get("color", 0) <= 0xFFFFFF, "color")
    require(whole <= 6000, "embeds are longer than 6000")
    if body.get("allowed_mentions", {}).get("parse") != []:
        markup += re.findall(r"@everyone|@here|<@[^>]*>", "\n".join(seen))
    return 200, json.dumps({"id": "1"}), seen, markup, links


def telegram(body):
    require(re.fullmatch(r"-?\d+|@\w+", str(body.get("chat_id", ""))), "Bad Request: chat not found")
    text = string(body.get("text"), 4096, "Bad Request: message is too long:")
    require("parse_mode" not in body or "entities" not in body, "Bad Request: parse_mode and entities")
    entities = body.get("entities", [])
    require(len(entities) <= 100, "Bad Request: too many entities")
    for entity in entities:
        require(entity["offset"] >= 0 and entity["length"] > 0 and entity["offset"] + entity["length"] <= units(text),
                "Bad Request: ENTITY_BOUNDS_INVALID")
    links = [address(entity.get("url"), 2048) for entity in entities if entity["type"] == "text_link"]
    markup = active(text) if "parse_mode" in body else []
    return 200, json.dumps({"ok": True, "result": {"message_id": 1}}), [text], markup, links


def pagerduty(body, raw, path):
    require(len(raw) <= 512 * 1024, "Event is too large", 413)
    require(re.fullmatch(r"[0-9a-zA-Z]{32}", body.get("routing_key", "")), "'routing_key' must be a 32 character string")
    payload = body.get("payload")
    links = [address(link.get("href"), 2048) for link in body.get("links", [])]
    if path == "/v2/change/enqueue":
        require(set(body) <= {"routing_key", "payload", "links", "images"}, "unknown key in a change event")
        string(payload.get("summary"), 1024, "summary")
        require("severity" not in payload, "a change event has no severity")
        return 202, json.dumps({"status": "success"}), [payload["summary"]], [], links
    action = body.get("event_action")
    require(action in ("trigger", "acknowledge", "resolve"), "'event_action' is not included in the list")
    if action == "trigger":
        string(payload.get("summary"), 1024, "summary")
        string(payload.get("source"), 255, "source")
        require(payload.get("severity") in ("critical", "error", "warning", "info"), "severity")
    else:
        require(body.get("dedup_key"), "'dedup_key' is missing")
    require(units(body.get("dedup_key", "")) <= 255, "'dedup_key' is longer than 255")
    seen = [payload["summary"]] if payload else []
    return 202, json.dumps({"status": "success", "dedup_key": body.get("dedup_key", "")}), seen, [], links


def answer(path, raw):
    """status, body, texts, markup, links; raises Refusal."""
    try:
        body = json.loads(raw.decode("utf-8", "strict"))
    except ValueError:
        raise Refusal(400, "invalid_payload") from None
    require(isinstance(body, dict), "invalid_payload")
    plain = path.partition("?")[0]
    try:
        if plain == "/slack":
            return slack(body)
        if plain == "/teams":
            return teams(body, raw)
        if plain == "/discord":
            return discord(body)
        if re.fullmatch(r"/bot[^/]+/sendMessage", plain):
            return telegram(body)
        if plain in ("/v2/enqueue", "/v2/change/enqueue"):
            return pagerduty(body, raw, plain)
    except (KeyError, TypeError, AttributeError) as error:
        raise Refusal(400, f"malformed: {error!r}") from None
    raise Refusal(404, "no such channel")


class Handler(http.server.BaseHTTPRequestHandler):
    directory: pathlib.Path
    lock = threading.Lock()

    def do_POST(self):
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        record = {"path": self.path, "body": raw.decode("utf-8", "backslashreplace")}
        try:
            require(self.headers.get("Content-Type", "").startswith("application/json"), "Content-Type")
            status, text, record["seen"], record["active"], record["links"] = answer(self.path, raw)
        except Refusal as refusal:
            status, text = refusal.status, str(refusal)
            record["refused"] = text
        record["status"] = status
        with self.lock, open(self.directory / "requests.jsonl", "a", encoding="utf-8") as out:
            out.write(json.dumps(record) + "\n")
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


def serve(directory):
    Handler.directory = pathlib.Path(directory)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    unfinished = Handler.directory / "port.unfinished"
    unfinished.write_text(str(server.server_address[1]))
    os.rename(unfinished, Handler.directory / "port")
    server.serve_forever()


def section(text):
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def card(text, **more):
    content = {"type": "AdaptiveCard", "version": "1.4", "body": [{"type": "TextBlock", "text": text}], **more}
    return {"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": content}]}


def event(**changes):
    return {"routing_key": "r" * 32, "event_action": "trigger",
            "payload": {"summary": "s", "source": "s", "severity": "critical"}, **changes}


# Each must be refused; the last of each service must be taken.
TRIES = [
    ("/slack", {"blocks": []}), ("/slack", {"text": "x" * 40001}), ("/slack", {"text": "t", "blocks": [section("x")] * 51}),
    ("/slack", {"text": "t", "blocks": [section("x" * 3001)]}), ("/slack", {"text": "t", "blocks": [section("x" * 2900)] * 5}),
    ("/slack", {"text": "t", "blocks": [section("a & b")]}),
    ("/slack", {"text": "t", "blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]}),
    ("/slack", {"text": "t", "blocks": [section("x")]}),
    ("/teams", {"type": "message", "text": "x"}), ("/teams", card("x" * 29000)), ("/teams", card("")),
    ("/teams", card("x", actions=[{"type": "Action.Submit", "title": "t"}])),
    ("/teams", card("x", actions=[{"type": "Action.OpenUrl", "title": "t", "url": "javascript:alert(1)"}])), ("/teams", card("x")),
    ("/discord", {"embeds": [{"title": "t", "url": "not an address"}]}),
    ("/discord", {}), ("/discord", {"content": "x" * 2001}), ("/discord", {"embeds": [{"title": "x" * 257}]}),
    ("/discord", {"embeds": [{"fields": [{"name": "n", "value": "x" * 1025}]}]}),
    ("/discord", {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}),
    ("/discord", {"embeds": [{"fields": [{"name": "n", "value": "x" * 1000}] * 6}]}),
    ("/discord", {"embeds": [{"fields": [{"name": "n", "value": "\U0001f600" * 513}]}]}), ("/discord", {"content": "x"}),
    ("/botT/sendMessage", {"chat_id": "1", "text": ""}), ("/botT/sendMessage", {"chat_id": "1", "text": "\U0001f600" * 2049}),
    ("/botT/sendMessage", {"text": "x"}),
    ("/botT/sendMessage", {"chat_id": "1", "text": "x", "entities": [{"type": "bold", "offset": 0, "length": 2}]}),
    ("/botT/sendMessage", {"chat_id": "1", "text": "x", "entities": [{"type": "text_link", "offset": 0, "length": 1}]}),
    ("/botT/sendMessage", {"chat_id": "1", "text": "x"}), ("/v2/enqueue", event(links=[{"text": "t"}])),
    ("/v2/enqueue", event(routing_key="short")), ("/v2/enqueue", event(event_action="open")),
    ("/v2/enqueue", event(payload={"summary": "x" * 1025, "source": "s", "severity": "critical"})),
    ("/v2/enqueue", event(payload={"summary": "s", "source": "s", "severity": "major"})),
    ("/v2/enqueue", event(dedup_key="x" * 256)), ("/v2/enqueue", {"routing_key": "r" * 32, "event_action": "resolve"}),
    ("/v2/enqueue", event()),
]


def check():
    last = {path: i for i, (path, _) in enumerate(TRIES)}
    wrong = 0
    for i, (path, body) in enumerate(TRIES):
        try:
            answer(path, json.dumps(body).encode())
            taken = True
        except Refusal:
            taken = False
        if taken != (last[path] == i):
            print(f"{'taken' if taken else 'refused'}: {path} {str(body)[:120]}")
            wrong += 1
    for text in ("<!channel>", "*bold*", "`code`", "[x](http://e)", "_i_", "<@U1>"):
        if not active(text):
            print(f"not seen as markup: {text}")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(check() if sys.argv[1] == "check" else serve(sys.argv[1]))
