"""Names the rows of the table that a pasted text is about.

A text may hold our own ids, what systems and programs say when a connection, a file or a keyring
fails, and what a service answered; the last is for its provider to read. Pure, and nothing of the
text is repeated.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import Entry, matching

LONGEST: Final = 1024 * 1024
"""Characters of a text that are looked at."""

_ID: Final = re.compile(
    r"(?<![A-Z0-9])[A-Z0-9]{1,16}(?:-[A-Z0-9]{1,16}){1,8}", re.IGNORECASE | re.ASCII
)
"""Bounded, so that reading a long run of letters takes no longer than its length."""

_TRANSPORT: Final = (
    (
        "open-files",
        r"too many files are open|(failed to make request|dial tcp).{0,400}too many open files",
    ),
    ("proxy-auth", r"proxy authentication required|the proxy asks for a user name|407 from proxy"),
    ("proxy-unreachable", r"the proxy can't be reached|proxyconnect|resolve proxy"),
    ("proxy", r"the proxy failed|proxy settings:|proxyerror|tunnel (connection )?failed"),
    (
        "tls-hostname",
        r"certificate is for another host|certificate is valid for .{1,300}, not |"
        r"(hostname|ip address) mismatch|no alternative certificate subject|"
        r"does ?n[o']t match .{0,80}(host|target)",
    ),
    (
        "tls-not-yet-valid",
        r"certificate is not (yet valid|valid yet)|current time .{1,80} is before",
    ),
    ("tls-expired", r"certificate (has )?expired"),
    (
        "tls-issuer",
        r"signed by nobody trusted|unknown (authority|ca\b)|self[- ]signed|"
        r"unable to (get (local )?issuer|verify the first)",
    ),
    ("tls-store", r"trusted certificates can't be read|certificates: \[errno|setting certificate"),
    ("tls-certificate", r"certificate can't be verified|certificate verify failed|x509:"),
    (
        "tls-other",
        r"TLS failed|wrong.version.number|first record does not look like a TLS handshake|"
        r"HTTP response to HTTPS client|handshake.failure|unsupported.protocol|protocol.version|"
        r"remote error: tls:",
    ),
    (
        "dns-resolver",
        r"name servers can't be asked|temporary failure in name resolution|EAI_AGAIN|"
        r"server misbehaving|lookup [^ ]{1,255}( on [^ ]{1,80})?: .{0,120}(timeout|refused)",
    ),
    (
        "dns",
        r"host name can't be resolved|no such host|name or service not known|nodename nor servname|"
        r"getaddrinfo failed|could(n't| not) resolve host|ENOTFOUND|name does not resolve|"
        r"no address associated",
    ),
    (
        "timeout-connect",
        r"timed out while connecting|dial tcp.{0,300}i/o timeout|connect(ion)? timed ?out|"
        r"TLS handshake timeout|ETIMEDOUT",
    ),
    ("timeout-write", r"timed out while sending|write.?timeout|write tcp.{0,300}i/o timeout"),
    ("timeout-pool", r"timed out while waiting for a free connection|pool.?timeout"),
    (
        "timeout-read",
        r"timed out while waiting for the answer|awaiting headers|context deadline exceeded|"
        r"read timed out|read.?timeout|read tcp.{0,300}i/o timeout|operation timed out",
    ),
    ("refused", r"connection refused|ECONNREFUSED|actively refused"),
    (
        "reset",
        r"connection closed by the other side|connection reset|connection was aborted|ECONNRESET|"
        r"unexpected EOF|: EOF\b|server disconnected|broken pipe|hang up|empty reply from server",
    ),
    ("unreachable", r"network( is)? unreachable|no route to host|E(NET|HOST)UNREACH"),
    ("other", r"failed to make request|dial tcp"),
)
_CONFIG: Final = (
    ("busy", r"is setting up .{1,80}; wait until it has ended"),
    ("newer", r"a newer cakd saved it"),
    ("map", r"map of routes"),
    ("corrupt", r"not a saved route|it holds no settings|this is not YAML$"),
    (
        "no-locks",
        r"no locks available|ENOLCK|"
        r"\block .{1,300}: (function not implemented|.{0,20}not supported)",
    ),
    ("disk-full", r"no space left on device|disk quota exceeded|ENOSPC|EDQUOT|not enough space on"),
    ("read-only", r"read-only file ?system|EROFS"),
    ("not-a-directory", r"not a directory|ENOTDIR"),
    ("name-too-long", r"file ?name too long|ENAMETOOLONG"),
    ("open-files", r"too many open files|EMFILE|ENFILE"),
    ("permission", r"permission denied|operation not permitted|access is denied|EACCES|EPERM"),
    ("other", r"failed to save webhook to local config|input/output error"),
)
_BUNDLE: Final = (("other", r"write the bundle .{1,400}: "),)
_KEYRING: Final = (
    ("locked", r"(keyring|keychain|kwallet|secret service\)?|manager|collection) is locked|"
     r"keyringlocked|in a locked collection"),
    ("slow", r"the keyring did not answer"),
    ("absent", r"there is no keyring|no recommended backend|keyring backend can't be loaded"),
    ("plaintext", r"not known to encrypt"),
    ("refused", r"(keyring|keychain|kwallet|service\)|manager) (refused|failed):|keyringerror|"
     r"did not keep the secret"),
)  # fmt: skip
_ROUTE: Final = (
    ("several", r"several \w{1,20} could be the project's: "),
    ("impossible", r"that was chosen can't be used: "),
    ("changed", r"has changed since the plan was made"),
    ("none", r"no webhook of .{1,80} is saved"),
)
_PROVIDER: Final = (
    ("unknown", r"unknown notification provider"),
    ("broken", r"is installed but does not load"),
)

_CREDENTIALS: Final = (("missing", r"or run cakd-tui once to save it"),)
_PLATFORM: Final = (
    ("missing", r"there is no such file; name another"),
    ("unwritable", r"it can't be written: "),
    ("unreadable", r"it can't be read: "),
    ("too-large", r"which no platform file is"),
    ("encoding", r"this is not UTF-8 text"),
    ("syntax", r"this is not (usable )?YAML: "),
    ("documents", r"a second document begins here"),
    ("duplicate-key", r"is here a second time"),
    ("indentation", r"must be indented under"),
    ("other-project", r"metadata\.name is .{1,80}; name that project"),
    ("option-unknown", r"there is no such setting"),
    ("by-hand", r"add these two lines by hand"),
    ("name-missing", r"\bmetadata\.name\b"),
    ("provider-type", r"\bproviders\.notification\b"),
    ("shape", r"keys and values are expected"),
)
_SPOOL: Final = (
    ("slow", r"the disk of the spool has not answered"),
    *(
        (reason, rf"\bspool .{{1,500}}: .{{0,500}}({words})")
        for reason, words in (
            ("locked", "another cakd-agent"),
            ("newer", "it has layout"),
            ("limit", "it has grown to the size"),
            ("moved", "its files were moved or deleted"),
            ("disk-full", "disk is full|no space left on device|disk quota exceeded"),
            ("read-only", "readonly database|read-only file system"),
            ("permission", "permission denied|operation not permitted|unable to open database"),
            ("corrupt", "malformed|not a database"),
            ("busy", "database (table )?is locked"),
            ("not-a-directory", "not a directory|file name too long"),
            ("other", "disk i/o error|input/output error|cakd-agent"),
        )
    ),
)
_LISTEN: Final = tuple(
    (reason, rf"\blisten on .{{1,300}}:\d{{1,5}}: {words}")
    for reason, words in (
        ("taken", "address already in use"),
        ("port", "permission denied"),
        ("address", "cannot assign requested address"),
        ("other", ""),
    )
)

_SAYINGS: Final = tuple(
    (kind, reason, re.compile(pattern, re.IGNORECASE))
    for kind, table in (
        ("route", _ROUTE),
        ("credentials", _CREDENTIALS),
        ("keyring", _KEYRING),
        ("provider", _PROVIDER),
        ("platform", _PLATFORM),
        ("spool", _SPOOL),
        ("listen", _LISTEN),
        ("bundle", _BUNDLE),
        ("transport", _TRANSPORT),
        ("config", _CONFIG),
    )
    for reason, pattern in table
)


def named_rows(
    text: str, entries: Sequence[Entry], answers: Iterable[Symptom] = ()
) -> tuple[Entry, ...]:
    """The rows a text is about: those it names by id, then the most specific first.

    `answers` is what providers have read in it. A row that stands for what is not known better is
    left out where a better one of its kind is found.
    """
    by_id = {entry.id.upper(): entry for entry in entries}
    named = [by_id[word] for each in _ID.finditer(text) if (word := each[0].upper()) in by_id]
    symptoms = (*answers, *said_in(text))
    found = [entry for symptom in symptoms for entry in matching(entries, symptom)]
    known = {entry.kind for entry in found if not _stands_in(entry)}
    better = [entry for entry in found if not _stands_in(entry) or entry.kind not in known]
    ordered = [*named, *sorted(better, key=lambda entry: entry.rank, reverse=True)]
    return tuple({entry.id: entry.unfilled for entry in ordered}.values())


def said_in(text: str) -> tuple[Symptom, ...]:
    """The failures a text tells of in the words of operating systems and network libraries.

    A line tells of one failure, the first it matches; a text that was broken into lines where a
    window ended is read as one line too.
    """
    lines = [*text[:LONGEST].splitlines(), " ".join(text[:LONGEST].split())]
    found = dict.fromkeys(_failure(line) for line in dict.fromkeys(lines))
    return tuple(Symptom(each[0], {"reason": each[1]}) for each in found if each is not None)


def _failure(line: str) -> tuple[str, str] | None:
    """The kind of failure and the reason that a line tells of."""
    found = ((kind, reason) for kind, reason, pattern in _SAYINGS if pattern.search(line))
    return next(found, None)


def _stands_in(entry: Entry) -> bool:
    """Whether it is about whatever fails in a way, for want of anything known."""
    return not entry.specificity
