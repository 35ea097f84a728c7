from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from cakd_tui.core.credentials import Found, Sources, found_answer, resolve_answers
from cakd_tui.core.errors import CredentialsMissing, SecretStoreError
from cakd_tui.core.field import Field
from cakd_tui.core.ports import Provider
from cakd_tui.core.providers import load_provider
from cakd_tui.core.reading import Accepted, Reading, Refused
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret

if TYPE_CHECKING:
    from cakd_tui.core.ports import SecretStore, SettingsStore


def read(text: str) -> Reading:
    return Refused("It is longer.") if len(text) < 3 else Accepted(text.lower())


TOKEN = Field("token", "Token", "?", "", "", read, ("FIRST_TOKEN", "SECOND_TOKEN"), secret=True)
GUILD = Field("guild", "Server", "?", "", "", read, ("GUILD",))


@dataclass
class Secrets:
    kept: Mapping[str, Secret] = field(default_factory=dict)
    broken: SecretStoreError | None = None
    asked: list[str] = field(default_factory=list)

    async def describe(self) -> str:
        return "GNOME Keyring (Secret Service)"

    async def load(self, item: str) -> Secret | None:
        self.asked.append(item)
        if self.broken:
            raise self.broken
        return self.kept.get(item)

    async def save(self, item: str, secret: Secret) -> None:
        raise AssertionError("nothing is saved here")

    async def forget(self, item: str) -> None:
        raise AssertionError("nothing is forgotten here")


@dataclass
class Settings:
    saved: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def load(self, provider: str) -> Mapping[str, str]:
        return self.saved.get(provider, {})

    def save(self, provider: str, values: Mapping[str, str]) -> None:
        raise AssertionError("nothing is saved here")


def sources(
    environment: Mapping[str, str] | None = None,
    secrets: "SecretStore | None" = None,
    settings: "SettingsStore | None" = None,
) -> Sources:
    return Sources(environment or {}, secrets or Secrets(), settings or Settings())


async def test_the_first_variable_that_is_set_wins_over_the_keyring() -> None:
    keyring = Secrets({"p": Secret("from-keyring")})
    environment = {"SECOND_TOKEN": "two", "FIRST_TOKEN": "one"}
    found = await found_answer("p", TOKEN, sources(environment, keyring))
    assert found == Found(Secret("one"), "FIRST_TOKEN")
    assert keyring.asked == []


async def test_a_blank_variable_counts_as_unset() -> None:
    environment = {"FIRST_TOKEN": "  \n", "SECOND_TOKEN": " two \n"}
    found = await found_answer("p", TOKEN, sources(environment))
    assert found == Found(Secret("two"), "SECOND_TOKEN")


async def test_a_secret_comes_from_the_providers_item_in_the_keyring() -> None:
    found = await found_answer("p", TOKEN, sources(secrets=Secrets({"p": Secret("kept")})))
    assert found == Found(Secret("kept"), "GNOME Keyring (Secret Service)")


async def test_a_secret_never_comes_from_the_settings() -> None:
    settings = Settings({"p": {"token": "in-a-file"}})
    assert await found_answer("p", TOKEN, sources(settings=settings)) is None


async def test_a_plain_answer_comes_from_the_providers_settings_and_asks_no_keyring() -> None:
    keyring = Secrets({"p": Secret("kept")})
    settings = Settings({"p": {"guild": "123"}, "other": {"guild": "999"}})
    found = await found_answer("p", GUILD, sources(secrets=keyring, settings=settings))
    assert found == Found(Secret("123"), "your saved settings")
    assert keyring.asked == []


async def test_nothing_anywhere_is_none() -> None:
    assert await found_answer("p", TOKEN, sources()) is None
    assert await found_answer("p", GUILD, sources(settings=Settings({"p": {"guild": ""}}))) is None


@pytest.fixture
def pigeon() -> Provider:
    """A provider with a secret field, `whistle`, and a plain one, `loft`."""
    return load_provider("pigeon")


async def test_answers_are_gathered_tidied_and_kept_apart(pigeon: Provider) -> None:
    found = sources({"CAKD_PIGEON_LOFT": " 7 "}, Secrets({"pigeon": Secret(" tweet ")}))
    answers = await resolve_answers(pigeon, "my-project", found)
    assert answers.project == "my-project"
    assert dict(answers.values) == {"loft": "7"}
    assert dict(answers.secrets) == {"whistle": Secret("tweet")}
    assert set(answers.origins) == {"whistle", "loft"}


async def test_a_missing_answer_names_the_variable_to_set(pigeon: Provider) -> None:
    with pytest.raises(CredentialsMissing) as caught:
        await resolve_answers(pigeon, "my-project", sources({"CAKD_PIGEON_WHISTLE": "tweet"}))
    assert str(caught.value) == (
        "no loft for Pigeon was found: set CAKD_PIGEON_LOFT, or run cakd-tui once to save it"
    )
    assert caught.value.symptom.kind == "credentials"
    assert caught.value.symptom.facts == {"field": "loft", "reason": "missing"}


async def test_a_keyring_that_cannot_be_asked_is_said_with_the_way_round_it(
    pigeon: Provider,
) -> None:
    keyring = Secrets(broken=SecretStoreError("GNOME Keyring is locked", "locked"))
    with pytest.raises(CredentialsMissing, match="is locked; set CAKD_PIGEON_WHISTLE") as caught:
        await resolve_answers(pigeon, "my-project", sources(secrets=keyring))
    assert caught.value.symptom.facts == {"reason": "locked"}


async def test_an_answer_of_the_wrong_form_says_where_it_was_found(pigeon: Provider) -> None:
    environment = {"CAKD_PIGEON_WHISTLE": "x!", "CAKD_PIGEON_LOFT": "7"}
    with pytest.raises(CredentialsMissing, match="Whistle from CAKD_PIGEON_WHISTLE") as caught:
        await resolve_answers(pigeon, "my-project", sources(environment))
    assert caught.value.symptom.facts == {"field": "whistle", "reason": "malformed"}
    assert "x!" not in str(caught.value)


async def test_the_options_of_the_platform_file_are_among_the_answers(pigeon: Provider) -> None:
    found = sources({"CAKD_PIGEON_WHISTLE": "tweet", "CAKD_PIGEON_LOFT": "7"})
    answers = await resolve_answers(pigeon, "my-project", found, {"bell": "tin"})
    assert dict(answers.options) == {"bell": "tin"}
    assert not (await resolve_answers(pigeon, "my-project", found)).options


async def test_what_no_source_has_is_taken_from_the_route_it_was_saved_with(
    pigeon: Provider,
) -> None:
    environment = {"CAKD_PIGEON_WHISTLE": "tweet"}
    route = Route("api", "pigeon", {"loft": "7"})
    answers = await resolve_answers(pigeon, "api", sources(environment), known=route)
    assert answers.value("loft") == "7"
    assert answers.origins["loft"] == "the saved route"
    set_ = {**environment, "CAKD_PIGEON_LOFT": "9"}
    answers = await resolve_answers(pigeon, "api", sources(set_), known=route)
    assert answers.value("loft") == "9"


async def test_an_answer_of_the_wrong_form_is_no_gap_where_only_those_are_filled(
    pigeon: Provider,
) -> None:
    environment = {"CAKD_PIGEON_WHISTLE": "tweet", "CAKD_PIGEON_LOFT": "no number"}
    route = Route("api", "pigeon", {"loft": "7"})
    found = sources(environment)
    assert (await resolve_answers(pigeon, "api", found, known=route)).value("loft") == "7"
    with pytest.raises(CredentialsMissing, match="Loft from CAKD_PIGEON_LOFT"):
        await resolve_answers(pigeon, "api", found, known=route, gaps_only=True)


@pytest.mark.parametrize(
    "route",
    [
        None,
        Route("api", "smoke", {"loft": "7"}),
        Route("api", "pigeon", {"loft": "no number"}),
        Route("api", "pigeon", {"whistle": "tweet"}),
    ],
)
async def test_a_route_that_does_not_have_it_leaves_the_gap(
    route: Route | None, pigeon: Provider
) -> None:
    with pytest.raises(CredentialsMissing):
        await resolve_answers(pigeon, "api", sources({"CAKD_PIGEON_WHISTLE": "t"}), known=route)
    with pytest.raises(CredentialsMissing):
        await resolve_answers(pigeon, "api", sources({"CAKD_PIGEON_LOFT": "7"}), known=route)
