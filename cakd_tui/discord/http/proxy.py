"""The proxy the environment asks for, where one is meant for the API's host.

The client goes to one host only, so this is settled once; this machine is never reached by proxy.
"""

from urllib.request import getproxies, proxy_bypass

import httpx

from cakd_tui.discord.http.base_url import is_loopback


def proxy_for(base_url: str) -> httpx.Proxy | None:
    """The proxy for this base URL; raises `ValueError` when it is no usable proxy URL."""
    url = httpx.URL(base_url)
    if is_loopback(url.host) or proxy_bypass(url.host):
        return None
    known = getproxies()
    told = known.get(url.scheme) or known.get("all")
    if not told:
        return None
    try:
        return httpx.Proxy(told if "://" in told else f"http://{told}")
    except httpx.InvalidURL:
        raise ValueError("the proxy set in the environment is not a URL") from None
