import pytest

from cakd_tui.rehearsal.embeds import characters, read_embeds
from cakd_tui.rehearsal.forms import Form
from cakd_tui.rehearsal.refusals import Refusal


def read(*embeds: object) -> tuple[dict[str, object], ...]:
    form = Form({"embeds": list(embeds)})
    found = read_embeds(form)
    form.close()
    return found


def codes(node: object) -> list[str]:
    assert isinstance(node, dict)
    if "_errors" in node:
        return [error["code"] for error in node["_errors"]]
    return [code for inner in node.values() for code in codes(inner)]


def refusal_codes(*embeds: object) -> list[str]:
    with pytest.raises(Refusal) as refused:
        read(*embeds)
    body = refused.value.reply.json()
    assert isinstance(body, dict)
    return codes(body["errors"])


def test_an_embed_comes_back_trimmed_and_complete() -> None:
    assert read(
        {
            "title": " Disk full ",
            "description": "d",
            "url": "https://a.b",
            "color": 0xFF0000,
            "timestamp": "2026-11-01T10:00:00Z",
            "footer": {"text": "f"},
            "author": {"name": "n", "url": "https://a.b"},
            "thumbnail": {"url": "https://a.b/t.png"},
            "fields": [{"name": "a", "value": "b"}, {"name": "c", "value": "d", "inline": True}],
        }
    ) == (
        {
            "type": "rich",
            "title": "Disk full",
            "description": "d",
            "url": "https://a.b",
            "timestamp": "2026-11-01T10:00:00+00:00",
            "color": 0xFF0000,
            "footer": {"text": "f"},
            "thumbnail": {"url": "https://a.b/t.png"},
            "author": {"name": "n", "url": "https://a.b"},
            "fields": [
                {"name": "a", "value": "b", "inline": False},
                {"name": "c", "value": "d", "inline": True},
            ],
        },
    )


FULL = {
    "title": "x" * 256,
    "description": "x" * 1000,
    "footer": {"text": "x" * 2048},
    "author": {"name": "x" * 256},
}


def test_the_limits_are_inclusive() -> None:
    read({"description": "x" * 4096})
    read(FULL)
    read({"fields": [{"name": "x", "value": "y"}] * 25})
    read({"fields": [{"name": "x" * 256, "value": "x" * 1024}]})
    read({"description": "  " + "x" * 4096 + "\n"})
    read({"title": "x", "url": "https://a.b/".ljust(2048, "x")})


@pytest.mark.parametrize(
    "embed",
    [
        {"title": "x" * 257},
        {"description": "x" * 4097},
        {"fields": [{"name": "x", "value": "y"}] * 26, "title": "x"},
        {"title": "x", "url": "https://a.b/".ljust(2049, "x")},
    ],
)
def test_one_more_is_too_much(embed: object) -> None:
    assert refusal_codes(embed) == ["BASE_TYPE_MAX_LENGTH"]


@pytest.mark.parametrize(
    "embed",
    [
        {"fields": [{"name": "x" * 257, "value": "x"}]},
        {"fields": [{"name": "x", "value": "x" * 1025}]},
        {"footer": {"text": "x" * 2049}},
        {"author": {"name": "x" * 257}},
    ],
)
def test_texts_that_must_not_be_empty_are_bounded_too(embed: object) -> None:
    assert refusal_codes(embed) == ["BASE_TYPE_BAD_LENGTH"]


@pytest.mark.parametrize(
    "embed",
    [
        {"fields": [{"name": " ", "value": "x"}]},
        {"fields": [{"name": "x"}]},
        {"title": "x", "footer": {"text": ""}},
        {"title": "x", "author": {}},
        {},
        {"color": 1},
        {"title": "  "},
    ],
)
def test_what_shows_nothing_is_refused(embed: object) -> None:
    assert refusal_codes(embed) == ["BASE_TYPE_REQUIRED"]


def test_all_embeds_together_hold_6000_characters() -> None:
    read({"description": "x" * 4000}, {"description": "x" * 2000})
    embeds = {"description": "x" * 4000}, {"description": "x" * 2000, "footer": {"text": "y"}}
    assert refusal_codes(*embeds) == ["MAX_EMBED_SIZE_EXCEEDED"]


def test_every_text_counts() -> None:
    embed: dict[str, object] = {
        "title": "1",
        "description": "22",
        "url": "https://not.counted",
        "footer": {"text": "333"},
        "author": {"name": "4444"},
        "fields": [{"name": "55555", "value": "666666"}],
    }
    assert characters(embed) == 21


@pytest.mark.parametrize(
    "extra",
    [{"type": "rich"}, {"provider": {}}, {"image": {"url": "https://a.b", "height": 1}}],
)
def test_what_discord_ignores_is_refused(extra: dict[str, object]) -> None:
    assert refusal_codes({"title": "x"} | extra) == ["REHEARSAL_UNKNOWN_KEY"]


@pytest.mark.parametrize("color", [-1, 0x1000000, "#ff0000"])
def test_a_color_is_a_number_of_24_bits(color: object) -> None:
    assert refusal_codes({"title": "x", "color": color})[0].startswith("NUMBER_TYPE")
