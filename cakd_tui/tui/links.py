"""Leaving the terminal: an address is opened in the browser or put on the clipboard.

Neither can be known to have worked, so whoever calls this shows the address as well.
"""

import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from threading import Thread
from typing import TypeVar

from textual.app import App

from cakd_tui.core.finding import Link

Result = TypeVar("Result")


def open_link(app: App[Result], link: Link, environment: Mapping[str, str]) -> None:
    """Open the link in a graphical browser, and say so or say that there is none to be seen."""
    if not browser_in_sight(sys.platform, environment):
        say = f"There is no browser on this screen. Open it elsewhere: {link.url}"
        app.notify(say, title=link.label, markup=False)
        return
    Thread(target=_browse, args=(link.url,), daemon=True).start()
    app.notify("Opened in your browser.", title=link.label, markup=False, timeout=3)


def copy_link(app: App[Result], link: Link) -> None:
    """Ask the terminal to put the address on the clipboard."""
    copy_text(app, link.url)


def copy_text(app: App[Result], text: str) -> None:
    """Ask the terminal to put the text on the clipboard; not every terminal obeys."""
    app.copy_to_clipboard(text)
    app.notify("Copied, if your terminal allows it.", markup=False, timeout=3)


def browser_in_sight(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a browser would open in a window, and not in this very terminal or nowhere."""
    if platform in {"darwin", "win32"}:
        return "SSH_CONNECTION" not in environment
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


def _browse(url: str) -> None:
    """Ask in a process of its own: what a browser says would be written across the screen."""
    nowhere = subprocess.DEVNULL
    command = [sys.executable, "-I", "-m", "webbrowser", url]  # not from this directory
    with suppress(OSError):
        subprocess.run(  # noqa: S603  # our own interpreter, and an address that is one argument
            command, stdin=nowhere, stdout=nowhere, stderr=nowhere, check=False
        )
