import base64
import re

from cakd_tui.rehearsal.tokens import bot_token, webhook_token


def test_a_bot_token_has_three_segments_and_begins_with_the_bots_id() -> None:
    token = bot_token("880000000000000202")
    assert re.fullmatch(r"[\w-]{24}\.[\w-]{6}\.[\w-]{27}", token)
    assert base64.urlsafe_b64decode(token.split(".")[0]) == b"880000000000000202"


def test_webhook_tokens_are_long_and_each_its_own() -> None:
    tokens = {webhook_token(str(number)) for number in range(100)}
    assert len(tokens) == 100
    assert all(re.fullmatch(r"[\w-]{68}", token) for token in tokens)
