"""The test alert reaches the channel and nobody's attention."""

import json

from cakd_tui.discord.sample_alert import sample_alert


def test_it_names_the_namespace_and_says_that_nothing_is_wrong() -> None:
    text = json.dumps(sample_alert("my-project"))
    assert "namespace `my-project`" in text
    assert "Nothing is wrong." in text


def test_it_mentions_nobody() -> None:
    body = sample_alert("my-project")
    assert body["allowed_mentions"] == {"parse": []}
    assert "content" not in body
