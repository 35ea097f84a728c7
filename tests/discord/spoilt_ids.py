"""What a hand may have left where an id should stand."""

from typing import Final

SPOILT: Final = ("abc", "-1", "\u0661\u0662\u0663", "1" * 5000, str(2**63), "")
"""Words, a sign, digits of another script, too many digits, too many bits, nothing."""
