"""Discord's markup, as far as it matters whether a text has any; apart from what escapes it.

Rules are tried one after the other where the reading stands, as its client does (observed).
"""

import re
from typing import Final

ESCAPE: Final = re.compile(r"\\([^0-9A-Za-z\s])")
IN_BRACKETS: Final = re.compile(r"<(https?://[^ >]+)>")
ADDRESS: Final = re.compile(r"https?://[^\s<]+[^<.,:;\"'\]\s]")
LIVE: Final = tuple(
    map(
        re.compile,
        (
            r"\*[^*]|\*\*",
            r"_[^_]|__",
            r"~~",
            r"`",
            r"\|\|",
            r"\[[^\[\]]*\]\(",
            r"<@[!&]?\d+>|<#\d+>|<id:\w+>|</[\w ]+:\d+>",
            r"<t:-?\d+(:\w)?>",
            r"<a?:\w+:\d+>",
            r"<[^: >]+:/[^ >]+>",
            r":[\w+-]+:",
            r"@everyone|@here",
        ),
    )
)
AT_THE_START: Final = re.compile(r"#{1,3} |-# |>>> |> |[-*+] |\d+\. |>")


def plain(text: str) -> str:
    """What is read; fails where something in the text is markup."""
    read, at = "", 0
    while at < len(text):
        if at == 0 or text[at - 1] == "\n":
            assert not AT_THE_START.match(text, at), f"a line begins as {text[at : at + 9]!r}"
        if match := ESCAPE.match(text, at) or IN_BRACKETS.match(text, at):
            read += match[1]
            at = match.end()
            continue
        for rule in LIVE:
            assert not rule.match(text, at), f"{rule.pattern} in {text[at : at + 20]!r}"
        read += text[at]
        at += 1
    return read
