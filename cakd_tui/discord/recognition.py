"""Discord's refusals in a pasted text, whoever wrote it down: this program, Alertmanager, curl, or
a library for bots.

Source: Discord docs, API Reference (Error Messages); how others word it is observed.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cakd_tui.core.symptom import Symptom
from cakd_tui.discord.http.bounded import Body
from cakd_tui.discord.http.errors import WAIT_STOPPED, Asked
from cakd_tui.discord.http.reply import FLAWS, Reply, refusal
from cakd_tui.discord.known_cause import Cause

_LONGEST: Final = 1024 * 1024
_LONGEST_OBJECT: Final = 16 * 1024
_MOST_OBJECTS: Final = 2000
_NEAR: Final = 300
"""Characters between a status and the body it came with."""

_STATUS: Final = re.compile(
    r"(?:\bstatus(?:[ _]?code)?[\"']?[ :=]{1,3}|\bHTTP/[\d.]{1,3} |\b(?=[345]\d\d (?:Bad Request|"
    r"Unauthorized|Forbidden|Not Found|Method Not|Too Many|Internal Server|Bad Gateway|"
    r"Service Unavail|Gateway Time)))([3-5]\d\d)\b",
    re.IGNORECASE,
)
_OURS: Final = re.compile(r"discord API error: status (\d{3}), body: (?!\{)(.{0,600})")
_UNSENT: Final = "(not sent"
_STOPPED: Final = f"({WAIT_STOPPED}"
_CODE: Final = re.compile(
    r"(?:DiscordAPIError\[|\berror code: |[\"']code[\"']\s{0,9}:\s{0,9})(\d{1,7})\b", re.IGNORECASE
)
_STATUS_OF_MESSAGE: Final = re.compile(r"([3-5]\d\d): ")
_UNREADABLE: Final = re.compile(r"unreadable answer: .{0,300}?status 2\d\d, (.{0,40})")

_UNKNOWN_WEBHOOK: Final = 10015
_WORDS: Final = (
    ("missing permissions", 50013),
    ("missing access", 50001),
    ("unknown guild", 10004),
    ("unknown channel", 10003),
    ("unknown webhook", _UNKNOWN_WEBHOOK),
    ("invalid webhook token", 50027),
    ("two factor is required", 60003),
)
_SENDER_404: Final = re.compile(
    r"\bdiscord(?:\[\d+\])?: .{0,300}?unexpected status code 404\b", re.IGNORECASE
)
"""What Alertmanager's own sender says, which posts to webhooks and asks for nothing else."""
_OUR_WORDS: Final = (
    ("config", "malformed-token", "it holds characters that no token has"),
    ("config", "api-base", "CAKD_DISCORD_API "),
    ("config", "webhook-url", "this is not a webhook URL"),
    ("credentials", "user-token", "this is a person's token"),
    ("route", "another-channel", "is no text channel of the server that the route names"),
    ("route", "channel-gone", "was deleted in Discord"),
    ("option", "category-missing", "the bot sees no category"),
    ("option", "category-hidden", "the bot can't see the category"),
    ("option", "category-full", "channels, which is as many as Discord allows"),
    ("option", "mention-missing", "of the roles to mention, no role named"),
    ("option", "mention-ambiguous", "of the roles to mention, "),
    ("option", "mention-many", "roles are to be mentioned, and a message has room"),
    ("option", "role-missing", "no role named"),
    ("option", "roles-public", "roles are chosen for a channel everybody may see"),
    ("option", "bits-missing", "a private channel has to let the bot in"),
    ("option", "overwrites-too-many", "the private channel would need"),
)
"""What this program says before it asks Discord anything."""
_NO_ANSWER: Final = "failed to make request"
"""What a line says that holds no status of Discord's, be it a proxy's."""
_UNAUTHORIZED: Final = frozenset({40001, 50014, 50027})
_CLOUDFLARE: Final = range(1000, 1100)
"""Its own codes, as in `error code: 1015`."""
_ONLY_BOTS: Final = 20002


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A JSON object in the text."""

    start: int
    end: int
    raw: str
    value: dict[str, object]

    @property
    def is_discords(self) -> bool:
        """Whether it has the form of Discord's refusals."""
        code, said = self.value.get("code"), self.value.get("message")
        return isinstance(said, str) and (isinstance(code, int) or "retry_after" in self.value)


def symptoms_in(text: str) -> tuple[Symptom, ...]:
    """The failures of Discord's that a text tells of, each once; none of its words is kept."""
    text = text[:_LONGEST]
    found = [*_read(text)]
    if '\\"' in text and not any(symptom.facts.get("code") for symptom in found):
        found = [*_read(text.replace('\\"', '"'))] or found  # quoted inside a log line
    kept: dict[tuple[object, ...], Symptom] = {}
    for symptom in found:
        kept.setdefault((symptom.kind, *sorted(symptom.facts.items())), symptom)
    return tuple(kept.values())


def _read(text: str) -> Iterator[Symptom]:
    objects = list(_objects(text))
    read: list[tuple[int, int]] = []
    for quoted in objects:
        before = _status_before(text, quoted.start)
        if quoted.is_discords or before is not None:
            read.append((before.start() if before else quoted.start, quoted.end))
            yield _refused(int(before[1]) if before else None, quoted)
    rest = _without(text, read)
    for kind, reason, words in _OUR_WORDS:
        if words in rest:
            yield Symptom(kind, {"reason": reason})
    yield from _bare(rest)
    for said in _UNREADABLE.finditer(rest):
        flaws = [flaw for flaw, words in FLAWS.items() if said[1].startswith(words)]
        yield from (Symptom("reply", {"reason": flaw}) for flaw in flaws)


def _objects(text: str) -> Iterator[_Quoted]:
    decoder, position = json.JSONDecoder(), 0
    for _ in range(_MOST_OBJECTS):
        start = text.find("{", position)
        if start < 0:
            return
        position = start + 1
        try:
            value, length = decoder.raw_decode(text[start : start + _LONGEST_OBJECT])
        except (ValueError, RecursionError):
            continue
        quoted = _Quoted(start, start + length, text[start : start + length], value)
        if quoted.is_discords or _status_before(text, start):
            position = quoted.end
            yield quoted


def _status_before(text: str, position: int) -> re.Match[str] | None:
    """The last status a little before this place, with no other body in between."""
    begin = max(0, position - _NEAR)
    found = list(_STATUS.finditer(text, begin, position))
    if not found or re.search(r"[{}]", text[found[-1].end() : position]):
        return None
    return found[-1]


def _refused(status: int | None, quoted: _Quoted) -> Symptom:
    """The symptom that such an answer has when it is Discord's to this program."""
    known = status or _implied(quoted.value)
    symptom = _answered(known or 400, quoted.raw)
    facts = dict(symptom.facts)
    if known is None:
        del facts["status"]
    if facts.get("code") == _ONLY_BOTS:
        facts["cause"] = Cause.PERSONS_TOKEN.value
    return Symptom("http", facts, symptom.text)


def _answered(status: int, body: str) -> Symptom:
    reply = Reply(Asked("", ""), status, {"via": "pasted"}, Body(body.encode()))
    return refusal(reply, ()).symptom


def _implied(value: dict[str, object]) -> int | None:
    """The status an answer came with, as far as it says so itself."""
    if "retry_after" in value:
        return 429
    if value.get("code") in _UNAUTHORIZED:
        return 401
    said = _STATUS_OF_MESSAGE.match(str(value.get("message")))
    return int(said[1]) if said else None


def _bare(text: str) -> Iterator[Symptom]:
    """Statuses and codes without a body that can be read, line by line."""
    for line in dict.fromkeys(text.splitlines()):
        if (ours := _OURS.search(line)) and not ours[2].startswith((_UNSENT, _STOPPED)):
            yield _answered(int(ours[1]), ours[2])
            continue
        if _NO_ANSWER in line:
            continue
        status = _STATUS.search(line)
        code = next((int(each[1]) for each in _CODE.finditer(line)), 0) or _worded(line)
        if code in _CLOUDFLARE:
            yield Symptom("http", {"reason": "cloudflare"})
        elif status or code:
            yield _coded(int(status[1]) if status else None, code, line)


def _worded(line: str) -> int:
    low = line.lower()
    if _SENDER_404.search(line):
        return _UNKNOWN_WEBHOOK
    return next((code for words, code in _WORDS if words in low), 0)


def _coded(status: int | None, code: int, line: str) -> Symptom:
    facts: dict[str, str | int] = {}
    if status is None and code in _UNAUTHORIZED:
        status = 401
    if status is not None:
        facts["status"] = status
    if code:
        facts["code"] = code
    if status == 429:
        facts["reason"] = "wait-stopped" if WAIT_STOPPED in line else "rate-limited"
    if code == _ONLY_BOTS:
        facts["cause"] = Cause.PERSONS_TOKEN.value
    if status == 401 and (code or "401: unauthorized" in line.lower()):
        facts.setdefault("code", 0)
        return Symptom("http", facts, 'body: {"message"')
    return Symptom("http", facts)


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    parts, position = [], 0
    for start, end in spans:
        parts.append(text[position:start])
        position = end
    return "".join([*parts, text[position:]])
