"""Where things are kept between runs, and how a path is shown to the person it belongs to."""

from pathlib import Path

import platformdirs


def config_directory() -> Path:
    """The directory of routes and settings, `~/.config/cakd` on Linux. Nothing is created."""
    return Path(platformdirs.user_config_dir("cakd", appauthor=False))


def state_directory() -> Path:
    """The directory of what the last run left behind, `~/.local/state/cakd` on Linux."""
    return Path(platformdirs.user_state_dir("cakd", appauthor=False))


def shown(path: Path) -> str:
    """The path for people: the home directory as `~`."""
    try:
        home = Path.home()
    except RuntimeError:  # an account without a home directory
        return str(path)
    if home == Path(home.anchor) or not path.is_relative_to(home):
        return str(path)
    return str(Path("~") / path.relative_to(home))
