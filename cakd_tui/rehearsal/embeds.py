"""Embeds of a message: their limits, and how Discord gives them back.

Lengths count after trimming, the sum runs over all embeds (Discord docs: Message, Embed Limits).
What Discord ignores in webhook embeds (`type`, `provider`, `video`, image sizes) is refused.
"""

from cakd_tui.rehearsal import limits
from cakd_tui.rehearsal.forms import Form

Embed = dict[str, object]


def read_embeds(form: Form) -> tuple[Embed, ...]:
    """The embeds of a message in the shape of the answer; complains where a limit is exceeded."""
    embeds = [_embed(item) for item in form.items("embeds", limits.EMBEDS)]
    if sum(map(characters, embeds)) > limits.EMBEDS_TOGETHER:
        message = f"Embed size exceeds maximum size of {limits.EMBEDS_TOGETHER}"
        form.complain("embeds", "MAX_EMBED_SIZE_EXCEEDED", message)
    return tuple(embeds)


def characters(embed: Embed) -> int:
    """What an embed counts towards the common limit: title, description, fields, footer, author."""
    total = _length(embed.get("title")) + _length(embed.get("description"))
    total += _length_of(embed.get("footer"), "text") + _length_of(embed.get("author"), "name")
    listed = embed.get("fields")
    for each in listed if isinstance(listed, list) else []:
        total += _length_of(each, "name") + _length_of(each, "value")
    return total


def _embed(item: Form) -> Embed:
    read: Embed = {
        "title": item.text("title", limits.EMBED_TITLE, trim=True),
        "description": item.text("description", limits.EMBED_DESCRIPTION, trim=True),
        "url": item.url("url"),
        "timestamp": item.moment("timestamp"),
        "color": item.whole("color", 0, limits.COLOR),
        "footer": _footer(item.inner("footer")),
        "image": _image(item.inner("image")),
        "thumbnail": _image(item.inner("thumbnail")),
        "author": _author(item.inner("author")),
        "fields": [_field(each) for each in item.items("fields", limits.EMBED_FIELDS)] or None,
    }
    shown = {name: value for name, value in read.items() if value not in (None, "")}
    if item.sound and not shown.keys() - {"url", "timestamp", "color"}:
        item.complain("description", "BASE_TYPE_REQUIRED", "This field is required")
    return {"type": "rich", **shown}


def _field(item: Form) -> Embed:
    return {
        "name": item.text("name", limits.FIELD_NAME, least=1, required=True, trim=True) or "",
        "value": item.text("value", limits.FIELD_VALUE, least=1, required=True, trim=True) or "",
        "inline": item.flag("inline") or False,
    }


def _footer(item: Form | None) -> Embed | None:
    if item is None:
        return None
    text = item.text("text", limits.FOOTER_TEXT, least=1, required=True, trim=True)
    return _without_none({"text": text or "", "icon_url": item.url("icon_url")})


def _author(item: Form | None) -> Embed | None:
    if item is None:
        return None
    name = item.text("name", limits.AUTHOR_NAME, least=1, required=True, trim=True)
    return _without_none(
        {"name": name or "", "url": item.url("url"), "icon_url": item.url("icon_url")}
    )


def _image(item: Form | None) -> Embed | None:
    return None if item is None else _without_none({"url": item.url("url")})


def _without_none(read: Embed) -> Embed:
    return {name: value for name, value in read.items() if value is not None}


def _length(value: object) -> int:
    return len(value) if isinstance(value, str) else 0


def _length_of(inner: object, name: str) -> int:
    return _length(inner.get(name)) if isinstance(inner, dict) else 0
