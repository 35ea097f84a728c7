"""Where the agent is reached unless it is said otherwise, on this machine and in a cluster."""

from typing import Final

PORT: Final = 8080
