"""Takes secrets out of any text, known by their shape, wherever they stand in it.

Bot tokens, webhooks' tokens and URLs, `Authorization` headers, and user names and passwords in URLs
are found also where they are broken over lines, be it in a log or a quotation, coloured,
percent-encoded, or inside JSON or a `repr`. Ids stay readable: without them nobody could tell what
a report is about. In doubt something is taken out rather than left; at the end of lines that may be
a word of the text around it.

Source of the shapes: Discord docs, API Reference (Authentication) and Webhook (examples).
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from cakd_tui.core.secret import Secret
from cakd_tui.core.unfolding import Unfolded, layers

REDACTED: Final = "[redacted]"
"""Stands where a secret was."""

_Stretch = tuple[int, int]

_SHORTEST_RUN: Final = 48
"""Characters from which a token is known without anything about it."""
_SHORTEST_CORE: Final = 36
"""Characters of it that must make no sense, the lines at its ends left out that do."""
_SHORTEST_KNOWN: Final = 6
_NARROWEST: Final = 8
_LONG_PIECE: Final = 16
"""Characters from which no piece of a token looks like words by chance."""
_WEBHOOK_TOKEN_LENGTHS: Final = (68, 100)
_LONGEST_REST: Final = 38
"""Characters after a bot token's last dot."""
_LONGEST_WHOLE: Final = 128
"""Characters that no token has more of, as far as the shapes are known."""
_FEWEST_DIGITS: Final = 15

_FLAGS: Final = re.ASCII | re.IGNORECASE
_WEBHOOK: Final = re.compile(
    r"(?:/api/(?:v[0-9]+/)?webhooks/+[\w-]{1,64}|webhooks/+[0-9]{1,20})/+([\w.~-]+)", _FLAGS
)
_HEADER: Final = re.compile(
    r"authorization[\s\"'\\]{0,40}[:=,][\s\"'\\(]{0,40}(?:b(?=[\"']|bot|be|ba))?[\s\"'\\]{0,40}"
    r"(?:(?:bot|bearer|basic|token)\s*([\w.~+/=-]+)|([\w.~+/=-]{8,}))",
    _FLAGS,
)
_BEARER: Final = re.compile(r"(?<![\w.=/-])(?:bot|bearer)\s*([\w.~+/=-]{16,})", _FLAGS)
_USERINFO: Final = re.compile(r"//([^\s/?#\"'<>\\]{1,512})@")
_LOOSE_USERINFO: Final = re.compile(
    r"//([^\s/@:\"'<>]{0,256}:(?![0-9]{1,5}(?:[/?#]|$))(?:(?!//)[^\s\"'<>]){1,256})@(?=[\w.-]+)"
)
_HOST_AND_PORT: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+:[0-9]{2,5}(?:/.*)?\Z", re.ASCII)
_BARE_USERINFO: Final = re.compile(
    r"(?<![\w/:.@-])(?!mailto:)([\w.+%-]{1,64}:[^\s/@:\"'<>\[\]]{1,256})@(?=\w)", _FLAGS
)
_BOT_TOKEN: Final = re.compile(r"(?<![\w-])([\w-]{16,})\.([\w-]{4,16})\.([\w-]{16,})", re.ASCII)
_WHOLE_BOT_TOKEN: Final = re.compile(r"[\w-]{20,}\.[\w-]{6}\.[\w-]{27}(?:[\w-]{11})?", re.ASCII)
_REST_OF_TOKEN: Final = re.compile(r"(?<![\w-])[\w-]{5,}\.([\w-]{27,})", re.ASCII)
_WHOLE_REST: Final = re.compile(r"[\w-]*\.[\w-]{27}(?:[\w-]{11})?", re.ASCII)
_MFA: Final = re.compile(r"(mfa\.[\w-]{20,})", re.ASCII)
_RUN: Final = re.compile(rf"[\w-]{{{_SHORTEST_RUN},}}", re.ASCII)
_LONG_HEX: Final = re.compile(r"(?=[0-9]{0,99}[a-f])(?=[a-f]{0,99}[0-9])[0-9a-f]{100}")

_OTHER_WORD: Final = r"[A-Z]+[0-9]*|[0-9]+(?:T[0-9]+Z?)?|[0-9a-f]+|[0-9A-F]+"
_WORD: Final = re.compile(rf"[A-Z]?[a-z]+(?:[A-Z][a-z]+)*[0-9]*|{_OTHER_WORD}")
_SHORT_WORD: Final = re.compile(rf"[A-Z]?[a-z]+(?:[A-Z][a-z]+)?[0-9]*|{_OTHER_WORD}")
"""Of a line little is seen, in which a piece of a token may look like a longer one by chance."""
_BETWEEN_WORDS: Final = re.compile(r"[-_.~+/=]")


def redacted(text: str, known: Iterable[Secret] = ()) -> str:
    """The text without secrets; `known` ones are taken out whatever their shape."""
    values = (secret.reveal() for secret in known)
    patterns = [_spaced(value) for value in values if len(value.strip()) >= _SHORTEST_KNOWN]
    found = {
        layer.original(*stretch) for layer in layers(text) for stretch in _secrets(layer, patterns)
    }
    done, parts = 0, []
    for start, end in _merged(found):
        parts += [text[done:start], REDACTED]
        done = end
    return "".join([*parts, text[done:]])


def redacted_all(value: object, known: Iterable[Secret] = ()) -> object:
    """The same of every text and key in nested mappings and lists; numbers and None as they are.

    All else becomes the text it would be written as.
    """
    known = tuple(known)
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, Mapping):
        return {redacted(str(k), known): redacted_all(each, known) for k, each in value.items()}
    if isinstance(value, list | tuple):
        return [redacted_all(each, known) for each in value]
    if isinstance(value, bytes | bytearray):
        return redacted(value.decode(errors="backslashreplace"), known)
    return redacted(str(value), known)


def _merged(found: Iterable[_Stretch]) -> list[_Stretch]:
    merged: list[_Stretch] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _spaced(value: str) -> re.Pattern[str]:
    """Finds it also where a line was broken at one of its spaces, which a margin swallows."""
    return re.compile(r"\s*".join(map(re.escape, value.split())))


def _secrets(layer: Unfolded, known: Iterable[re.Pattern[str]]) -> Iterator[_Stretch]:
    text = layer.text
    for pattern in known:
        yield from (match.span() for match in pattern.finditer(text))
    for match in _WEBHOOK.finditer(text):
        yield _without_tail(layer, match.span(1), _is_whole_webhook_token)
    for match in _HEADER.finditer(text):
        yield _without_tail(layer, match.span(1 if match[1] else 2), _is_whole_bot_token)
    for match in _BEARER.finditer(text):
        start, _ = token = match.span(1)
        apart = text[start - 1].isspace() or layer.seams_in(match.start(), start + 1)
        if apart and not _makes_sense(layer, token):
            yield _without_tail(layer, token, _is_whole_bot_token)
    yield from _userinfo(layer)
    yield from _bot_tokens(layer)
    for match in _RUN.finditer(text):
        yield from _run(layer, match.span())
        yield from _hex_tokens(layer, match.span())


def _userinfo(layer: Unfolded) -> Iterator[_Stretch]:
    for match in (*_USERINFO.finditer(layer.text), *_LOOSE_USERINFO.finditer(layer.text)):
        # The host of one line and the mail address of the next are no user name together.
        lines = layer.pieces(*match.span(1))
        if len(lines) == 1 or (":" in match[1] and not _HOST_AND_PORT.match(lines[0])):
            yield match.span(1)
    for match in _BARE_USERINFO.finditer(layer.text):
        if not layer.seams_in(*match.span(1)):
            yield match.span(1)


def _bot_tokens(layer: Unfolded) -> Iterator[_Stretch]:
    for match in _BOT_TOKEN.finditer(layer.text):
        if _names_an_id(match[1]) or not _makes_sense(layer, match.span()):
            start, end = _without_tail(layer, match.span(), _is_whole_bot_token)
            yield _without_head(layer, start, end), end
    for match in _REST_OF_TOKEN.finditer(layer.text):
        if not _makes_sense(layer, match.span(1)):
            yield _without_tail(layer, match.span(), _is_whole_rest)
    yield from (match.span(1) for match in _MFA.finditer(layer.text))


def _run(layer: Unfolded, stretch: _Stretch) -> Iterator[_Stretch]:
    """A long run of letters and digits without any sense, if it is one."""
    start, end = stretch
    edges = [start, *layer.seams_in(start, end), end]
    first, last = 0, len(edges) - 1
    while first < last and _is_plain_line(layer.text[edges[first] : edges[first + 1]]):
        first += 1
    while first < last and _is_plain_line(layer.text[edges[last - 1] : edges[last]]):
        last -= 1
    core = layer.text[edges[first] : edges[last]]
    if len(core) < _SHORTEST_CORE or _is_plain(core):
        return
    # A plain line beside it may be the end of the token: it is only left where the rest is whole.
    ends = set(edges[last:])
    whole = ((a, a + length) for a in edges[: first + 1] for length in _WEBHOOK_TOKEN_LENGTHS)
    rest = (start, start + _LONGEST_REST) if layer.text[start - 1 : start] == "." else stretch
    yield next((each for each in (*whole, rest) if each[1] in ends), stretch)


def _hex_tokens(layer: Unfolded, stretch: _Stretch) -> Iterator[_Stretch]:
    """In a long run, what begins and ends with a line and has the length of such a token."""
    start, end = stretch
    edges = [start, *layer.seams_in(start, end), end]
    ends = set(edges)
    for edge in edges:
        match = _LONG_HEX.match(layer.text, edge, end)
        if match is not None and match.end() in ends:
            yield match.span()


def _without_tail(layer: Unfolded, stretch: _Stretch, is_whole: Callable[[str], bool]) -> _Stretch:
    """The stretch without the words of the next lines, where it is whole without them."""
    start, end = stretch
    near = min(end, start + _LONGEST_WHOLE)
    for edge in (end, *reversed(layer.seams_in(start, near))):
        if is_whole(layer.text[start:edge]) and all(map(_is_plain_line, layer.pieces(edge, end))):
            return start, edge
    return stretch


def _without_head(layer: Unfolded, start: int, end: int) -> int:
    """Where a bot token begins that a word of the line before seems to belong to."""
    dot = layer.text.index(".", start, end)
    for seam in layer.seams_in(max(start, dot - _LONGEST_WHOLE), dot):
        before = layer.pieces(start, seam)
        if _names_an_id(layer.text[seam:dot]) and all(map(_is_plain_line, before)):
            return seam
    return start


def _is_whole_webhook_token(text: str) -> bool:
    return len(text) in _WEBHOOK_TOKEN_LENGTHS


def _is_whole_bot_token(text: str) -> bool:
    return _WHOLE_BOT_TOKEN.fullmatch(text) is not None


def _is_whole_rest(text: str) -> bool:
    return _WHOLE_REST.fullmatch(text) is not None


def _names_an_id(part: str) -> bool:
    """Whether this is an id the way tokens have begun with one so far."""
    try:
        decoded = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except (binascii.Error, ValueError):
        return False
    return decoded.isdigit() and len(decoded) >= _FEWEST_DIGITS


def _makes_sense(layer: Unfolded, stretch: _Stretch) -> bool:
    """Whether a stretch is no token, neither as a whole nor line by line."""
    start, end = stretch
    if _is_plain(layer.text[start:end]):
        return True
    lines = layer.pieces(start, end)
    return all(map(_is_plain_line, lines)) and not _is_wrapped(lines[1:-1])


def _is_wrapped(lines: Sequence[str]) -> bool:
    """Whether two of these lines look like one thing cut into pieces of the same length."""
    pairs = ((a, a + b) for a, b in pairwise(lines) if len(a) == len(b) and a != b)
    return any(
        len(one) >= _NARROWEST and both not in (both.lower(), both.upper()) for one, both in pairs
    )


def _is_plain_line(piece: str) -> bool:
    """Whether a line, or the word at its edge, makes sense by itself."""
    word = _SHORT_WORD if len(piece) < _LONG_PIECE else _WORD
    return all(map(word.fullmatch, filter(None, _BETWEEN_WORDS.split(piece))))


def _is_plain(run: str) -> bool:
    """Whether a run is no token: all in one case, as digests are, or made of words alone."""
    if run == run.lower() or run == run.upper():
        return True
    return all(map(_WORD.fullmatch, filter(None, _BETWEEN_WORDS.split(run))))
