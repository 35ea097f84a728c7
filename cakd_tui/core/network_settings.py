"""What the environment says about the way to the network: proxies, certificates, our own variables.

Of a proxy only scheme, host and port are told, of other variables only that they are set.
"""

import os
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from cakd_tui.core.finding import Check, Finding, Fix, Verdict

VARIABLES: Final = Check("variables", "Variables")
PROXY: Final = Check("proxy", "Proxy")
CERTIFICATES: Final = Check("certificates", "Certificates")

_PROXIES: Final = ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")
_BYPASS: Final = "NO_PROXY"
_CERTIFICATES: Final = {"SSL_CERT_FILE": os.path.isfile, "SSL_CERT_DIR": os.path.isdir}
_KEY_LOG: Final = "SSLKEYLOGFILE"


def network_settings(environment: Mapping[str, str], own: Iterable[str]) -> tuple[Finding, ...]:
    """A finding about each kind of setting; `own` are the variables the provider reads."""
    return (
        _variables(environment, own),
        _proxy(environment),
        _certificates(environment),
    )


def _variables(environment: Mapping[str, str], own: Iterable[str]) -> Finding:
    known = {*own, *(name for name in environment if name.startswith("CAKD_"))}
    found = sorted(name for name in known if environment.get(name, "").strip())
    return Finding(VARIABLES, Verdict.PASS, f"set: {', '.join(found)}" if found else "none set")


def _proxy(environment: Mapping[str, str]) -> Finding:
    told, unusable = [], []
    for variable in _PROXIES:
        for name in (variable, variable.lower()):
            if value := environment.get(name, "").strip():
                place = _place(value)
                told.append(f"{name} {place or 'is no URL'}")
                unusable += [] if place else [name]
    for name in (_BYPASS, _BYPASS.lower()):
        if environment.get(name, "").strip():
            told.append(f"{name} set")
    if not unusable:
        return Finding(PROXY, Verdict.PASS, "; ".join(told) or "none set")
    return Finding(
        PROXY,
        Verdict.FAIL,
        "; ".join(told),
        headline="The address of the proxy can't be used",
        fixes=(Fix("Run", f"export {unusable[0]}=http://proxy.example.com:3128 with its address"),),
    )


def _place(value: str) -> str:
    """Scheme, host and port, and whether there is a password; empty where it is no URL."""
    try:
        url = urlsplit(value if "://" in value else f"http://{value}")
        host, port = url.hostname, url.port
    except ValueError:
        return ""
    if not host or url.scheme not in ("http", "https", "socks5", "socks5h"):
        return ""
    shown = f"[{host}]" if ":" in host else host
    return f"{url.scheme}://{shown}{f':{port}' if port else ''}" + (
        " (with a password)" if url.password else ""
    )


def _certificates(environment: Mapping[str, str]) -> Finding:
    set_ = {name: value for name in _CERTIFICATES if (value := environment.get(name, "").strip())}
    evidence = "; ".join(f"{name} {value}" for name, value in set_.items()) or "those built in"
    for name, value in set_.items():
        if not _CERTIFICATES[name](value):
            return Finding(
                CERTIFICATES,
                Verdict.FAIL,
                evidence,
                headline=f"{name} leads to nothing, so that no certificate can be verified",
                fixes=(Fix("Either", f"set {name} to what is there"), Fix("or", f"unset {name}")),
            )
    if environment.get(_KEY_LOG, "").strip():
        return Finding(
            CERTIFICATES,
            Verdict.WARN,
            f"{evidence}; {_KEY_LOG} set",
            headline=f"{_KEY_LOG} writes the keys of every connection to a file",
            fixes=(Fix("Run", f"unset {_KEY_LOG}, unless you are looking into the traffic"),),
        )
    return Finding(CERTIFICATES, Verdict.PASS, evidence)
