"""What stands between the lines of one thing that was broken, and what is seen of it nowhere.

Around a break stand the margins, quotes and frames of whatever wrapped the text, and before a line
also what a log, a quotation or a list puts there. Colours and invisible signs stand anywhere.
"""

import re
from typing import Final

_BREAK: Final = r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]"
"""Python docs: str.splitlines."""
_SPACE: Final = r"(?:[^\S\r\n\v\f\x1c-\x1e\x85\u2028\u2029]|[\"'│|>])"

_DATE: Final = r"[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ]"
_DAY: Final = r"[A-Z][a-z]{2} {1,2}[0-9]{1,2} "
_TIME: Final = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?"
_HOST: Final = r" [\w.-]{1,64} [\w./-]{1,64}"
_LEVEL: Final = r"[\[(<]?(?:TRACE|DEBUG|INFO|NOTICE|WARN(?:ING)?|ERROR|FATAL|CRITICAL)[\])>]?"
_STAMP: Final = (
    rf"(?:{_DAY}{_TIME}{_HOST}(?:\[[0-9]{{1,10}}\])?:"
    rf"|\[?(?:{_DATE})?{_TIME}\]?(?: std(?:out|err) [FP]|{_HOST}\[[0-9]{{1,10}}\]:)?)"
    rf"(?:[ \t]{{1,8}}(?:[\w.-]{{1,64}} )?{_LEVEL})?"
)
"""As syslog, the journal, containers and loggers write it."""
_SERVICE: Final = r"[\w.-]{1,64} {1,40}\| "
_SIGN: Final = r"[-/~=*;:,•·»$%!&]{1,3}(?=[ \t])|[+#]{1,3}"
_PREFIX: Final = (
    rf"(?:(?<={_BREAK}){_SERVICE}|{_SPACE}*+(?:(?:{_STAMP}|{_LEVEL}):?(?=[ \t])|{_SIGN}))"
)

_EDGE: Final = r" \t│|>\"'"
_PLAIN_EDGE: Final = rf"(?:(?<![{_EDGE}])|(?<=\\[\"']))(?:[ \t│|>]|(?<!\\)[\"'])*"
_ANY_EDGE: Final = rf"(?<![{_EDGE}])[{_EDGE}]*"
"""What ends a line, looked for once in each margin; a quote that is escaped may be part of it."""


_KEY: Final = r"[\"'][\w.-]{1,64}(?:[\"']\s*:|://)"
_LISTED: Final = rf",(?=[{_EDGE}]*{_BREAK}\s*+(?!{_KEY}))"
"""The lines of a text in a list, as opposed to the fields of an object."""


def _joint(sign: str) -> str:
    """Such a sign after a quote, or by itself, joins two texts."""
    return rf"(?:(?<=[ \t\"'])(?:{sign})[{_EDGE}]*)?"


def _readings(beginning: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A break that is followed so, with less and with more of what is before it."""
    return (
        re.compile(_PLAIN_EDGE + _joint("[+&]") + beginning),
        re.compile(_ANY_EDGE + _joint(rf"[+&.]|{_LISTED}") + r"[\\=]?" + beginning),
    )


MARGINS: Final = (
    *_readings(rf"{_BREAK}+[\s{_EDGE}]*"),
    *_readings(rf"(?:{_BREAK}++(?:{_PREFIX})?{_SPACE}*+)+"),
)
"""Line breaks inside something long, with what else is around them, in several readings.

A backslash before one may belong to the break, or begin an escape that goes on in the next line;
an equals sign breaks lines in mails; and what stands at the beginning of a line may belong to it.
"""

UNSEEN: Final = re.compile(
    rf"\x1b[=>78cM](?!{_BREAK})|"
    r"(?:\x1b\[|\x9b|\^\[\[)[0-?]{0,64}[ -/]{0,8}[@-Za-z`{|}~]"  # colours, among others
    r"|\x1b\](?:8;[^;\s\x1b]{0,64};|(?!8;)[0-9]{1,4};)|\x1b\\|\x1b[()][0-9A-Z]"
    r"|[\x00-\x08\x0e-\x1a\x7f-\x84\x86-\x9a\x9c-\x9f]"
    r"|[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3"
    r"\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff]"
)
"""ECMA-48 control sequences, as terminals know them, and signs without a shape.

The latter: Unicode, DerivedCoreProperties, Default_Ignorable_Code_Point.
"""
