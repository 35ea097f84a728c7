"""What is chosen for a channel, read from answers and found among what a server has."""

import pytest

from cakd_tui.core.answers import Answers
from cakd_tui.core.option import OptionValue
from cakd_tui.core.troubleshooting import matching
from cakd_tui.discord.http.models import Channel
from cakd_tui.discord.options import (
    OPTIONS,
    BadOption,
    Wish,
    category_in,
    checked_category,
    is_id,
    refuse_full,
    roles_in,
    wish_of,
)
from cakd_tui.discord.permissions import NOTHING, Role
from cakd_tui.discord.provider import DiscordProvider

GUILD = 900000000000000001
CHANNELS = (
    Channel(900000000000000201, 4, GUILD, "Information"),
    Channel(900000000000000204, 4, GUILD, "Ops  Room"),
    Channel(900000000000000205, 0, GUILD, "deploys", parent_id=900000000000000204),
    Channel(900000000000000209, 4, GUILD, "Twice"),
    Channel(900000000000000210, 4, GUILD, "twice"),
    Channel(900000000000000211, 4, GUILD, "900000000000000299"),
    Channel(900000000000000212, 2, GUILD, "Information"),
)
ROLES = (
    Role(GUILD, "@everyone", NOTHING),
    Role(900000000000000111, "alerts-bot", NOTHING, managed_by=7),
    Role(900000000000000112, "On Call", NOTHING),
    Role(900000000000000113, "sre", NOTHING),
    Role(900000000000000114, "SRE", NOTHING),
)


@pytest.mark.parametrize(
    ("options", "wish"),
    [
        ({}, Wish()),
        ({"category": "Ops"}, Wish("Ops")),
        ({"private": True}, Wish(private=True)),
        ({"private": True, "roles": ("a", "b")}, Wish("", True, ("a", "b"))),
        ({"category": "", "private": False, "roles": ()}, Wish()),
        ({"category": True, "private": "yes", "roles": "a"}, Wish()),
    ],
)
def test_answers_are_read_as_a_wish(options: dict[str, OptionValue], wish: Wish) -> None:
    assert wish_of(Answers("p").with_options(options)) == wish


def test_every_option_is_one_a_wish_is_read_from() -> None:
    chosen: dict[str, OptionValue] = {"category": "Ops", "private": True, "roles": ("a",)}
    assert {option.key: type(option.default) for option in OPTIONS if option.key != "mention"} == {
        key: type(value) for key, value in chosen.items()
    }
    assert tuple(DiscordProvider(environment={}).options) == OPTIONS


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("900000000000000204", 900000000000000204),
        ("Ops Room", 900000000000000204),
        (" ops room", 900000000000000204),
        ("Information", 900000000000000201),
        ("900000000000000210", 900000000000000210),
        ("900000000000000299", 900000000000000211),
    ],
)
def test_a_category_is_found_by_its_id_or_its_name_in_whatever_case(
    wanted: str, found: int
) -> None:
    category = category_in(CHANNELS, wanted)
    assert category is not None
    assert category.id == found


def test_an_id_that_is_not_listed_is_left_to_be_asked_for() -> None:
    assert category_in(CHANNELS, "900000000000000298") is None


@pytest.mark.parametrize(
    ("wanted", "reason", "said"),
    [
        (
            "Opz",
            "category-missing",
            "the bot sees no category named Opz in this server; "
            "there are Information, Ops  Room, Twice, twice, 900000000000000299",
        ),
        ("9" * 20, "category-missing", f"no category can have the id {'9' * 20}"),
        ("TWICE", "category-ambiguous", "900000000000000209, 900000000000000210"),
        ("deploys", "category-type", "deploys is a channel, and no category"),
        ("900000000000000205", "category-type", "deploys is a channel, and no category"),
    ],
)
def test_a_category_that_is_not_to_be_had_names_those_that_are(
    wanted: str, reason: str, said: str
) -> None:
    with pytest.raises(BadOption) as caught:
        category_in(CHANNELS, wanted)
    assert caught.value.reason == reason
    assert said in caught.value.message


def test_a_category_of_another_server_is_none() -> None:
    with pytest.raises(BadOption, match="in another server") as caught:
        checked_category(CHANNELS[0], "x", guild_id=1)
    assert caught.value.reason == "category-elsewhere"


@pytest.mark.parametrize(("count", "full"), [(49, False), (50, True), (51, True)])
def test_a_category_is_full_with_fifty_channels(count: int, full: bool) -> None:
    under = tuple(Channel(5000 + each, 0, parent_id=CHANNELS[0].id) for each in range(count))
    channels = (*CHANNELS, *under)
    if not full:
        refuse_full(CHANNELS[0], channels)
        return
    with pytest.raises(BadOption, match="Information has 50 channels") as caught:
        refuse_full(CHANNELS[0], channels)
    assert caught.value.reason == "category-full"


def test_roles_are_found_by_name_or_id_each_once() -> None:
    wanted = ("on call", "900000000000000114", "@On Call", "900000000000000112")
    assert [role.id for role in roles_in(ROLES, GUILD, wanted)] == [
        900000000000000112,
        900000000000000114,
    ]


@pytest.mark.parametrize(
    ("wanted", "reason", "said"),
    [
        ("9" * 20, "role-missing", f"no role named {'9' * 20} is in this server"),
        ("ops", "role-missing", "no role named ops is in this server; there are On Call, sre, SRE"),
        ("@everyone", "role-missing", "no role named @everyone"),
        (str(GUILD), "role-missing", "no role named"),
        ("Sre", "role-ambiguous", "900000000000000113, 900000000000000114"),
    ],
)
def test_a_role_that_is_not_to_be_had_names_those_that_are(
    wanted: str, reason: str, said: str
) -> None:
    with pytest.raises(BadOption) as caught:
        roles_in(ROLES, GUILD, ["On Call", wanted])
    assert caught.value.reason == reason
    assert said in caught.value.message


def test_roles_in_a_public_channel_are_refused_and_never_ignored() -> None:
    with pytest.raises(BadOption, match="choose private: true") as caught:
        wish_of(Answers("p").with_option("roles", ("On Call",)))
    assert caught.value.reason == "roles-public"


def test_a_long_list_of_candidates_is_cut() -> None:
    many = tuple(Channel(each, 4, name=f"c{each}") for each in range(10, 30))
    with pytest.raises(BadOption, match=r"there are c10, .*, c17 and 12 more$"):
        category_in(many, "x")
    with pytest.raises(BadOption, match=r"there is none$"):
        category_in((), "x")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("9" * 16, False),
        ("9" * 17, True),
        (str(2**63 - 1), True),
        (str(2**63), False),
        ("9" * 20, False),
        ("9" * 21, False),
        ("٣" * 18, False),
    ],
)
def test_an_id_has_17_digits_or_more_and_fits_63_bits(text: str, is_one: bool) -> None:
    assert is_id(text) is is_one


REASONS = {
    "category-missing": "CAKD-D-CATEGORY",
    "category-ambiguous": "CAKD-D-CATEGORY",
    "category-type": "CAKD-D-CATEGORY",
    "category-elsewhere": "CAKD-D-CATEGORY",
    "category-hidden": "CAKD-D-CATEGORY-HIDDEN",
    "category-full": "CAKD-D-CATEGORY-FULL",
    "role-missing": "CAKD-D-ROLE",
    "role-ambiguous": "CAKD-D-ROLE",
    "mention-missing": "CAKD-D-MENTION",
    "mention-ambiguous": "CAKD-D-MENTION",
    "mention-many": "CAKD-D-MENTION-MANY",
    "roles-public": "CAKD-D-ROLES-PUBLIC",
    "bits-missing": "CAKD-D-PRIVATE",
    "overwrites-too-many": "CAKD-D-PRIVATE-LONG",
}


@pytest.mark.parametrize(("reason", "row"), REASONS.items())
def test_every_choice_that_is_refused_has_its_row(reason: str, row: str) -> None:
    entries = DiscordProvider(environment={}).entries()
    found = matching(entries, BadOption(reason, "no").symptom)
    assert [entry.id for entry in found] == [row]


def test_every_row_about_choices_is_of_a_choice_that_is_refused() -> None:
    entries = [each for each in DiscordProvider(environment={}).entries() if each.kind == "option"]
    assert {each.id for each in entries} == set(REASONS.values())
    assert {reason for each in entries for reason in each.facts["reason"]} == set(REASONS)
