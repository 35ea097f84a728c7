"""Arguments are read, and complaints about them made, without a secret that stands among them."""

import argparse
from typing import NoReturn


class Parser(argparse.ArgumentParser):
    """One that quotes no secret; the parsers of its subcommands are like it."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with 2."""
        from cakd_tui.core.redaction import redacted

        super().error(redacted(message))
