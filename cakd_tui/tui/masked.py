"""How a webhook's URL is shown to whoever looks over the operator's shoulder."""

from cakd_tui.core.secret import MASK, Secret


def masked_url(url: Secret) -> str:
    """The URL without what lets one post: its last part, and whatever follows a `?` or a `#`."""
    path = url.reveal().partition("?")[0].partition("#")[0].rstrip("/")
    scheme, separator, rest = path.partition("://")
    head, slash, _ = rest.rpartition("/")
    return f"{scheme}{separator}{head}{slash}{MASK}" if slash else MASK
