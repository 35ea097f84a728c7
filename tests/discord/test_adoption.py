"""What is taken for the project's: by id, by topic and name, or not at all, whatever the order."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cakd_tui.core.plan import Verb
from cakd_tui.core.route import Remembered
from cakd_tui.core.secret import Secret
from cakd_tui.discord.adoption import (
    Chosen,
    NoSuchChoice,
    Undecided,
    channel_candidates,
    chosen_channel,
    chosen_webhook,
    webhook_candidates,
)
from cakd_tui.discord.http.models import (
    CATEGORY,
    INCOMING_WEBHOOK,
    TEXT_CHANNEL,
    Channel,
    SealedText,
    Webhook,
)

VOICE, ANNOUNCEMENT, FOLLOWER = 2, 5, 2
NAME, TOPIC, HOOK_NAME = "alerts-api", "CAKD alerts for api", "CAKD Alerting - api"
GUILD, BOT_APPLICATION, OTHER_APPLICATION = 100, 8, 9


def channel(
    number: int, name: str = NAME, topic: str | None = None, kind: int = TEXT_CHANNEL
) -> Channel:
    return Channel(number, kind, GUILD, name, topic)


def remembered(number: int, name: str, *, made: bool = True, kind: str = "channel") -> Remembered:
    return Remembered(kind, str(number), name, made)


@dataclass(frozen=True)
class Rule:
    """What is there, what was remembered, and what comes of it."""

    there: Sequence[Channel]
    verb: Verb
    reason: str
    taken: int | None = None
    known: Remembered | None = None
    candidates: Sequence[int] = ()
    left: Sequence[int] = ()


ONLY_NAME, ONLY_TOPIC = channel(1), channel(2, "ops-noise", TOPIC)
BOTH = channel(3, topic=TOPIC)
EARLIER = remembered(4, NAME)
NONE_YET, GONE = "no channel of that name yet", "the one of the earlier run is gone"

RULES = {
    "nothing there": Rule((), Verb.CREATE, NONE_YET),
    "others": Rule((channel(1, "general"), channel(2, NAME + "-2")), Verb.CREATE, NONE_YET),
    "by id": Rule((channel(4), BOTH), Verb.REUSE, "made by an earlier run", 4, EARLIER, left=[3]),
    "by id, found there": Rule(
        (channel(4), BOTH),
        Verb.REUSE,
        "used by an earlier run",
        4,
        remembered(4, NAME, made=False),
        left=[3],
    ),
    "renamed": Rule(
        (channel(4, "ops-noise"), BOTH),
        Verb.REUSE,
        f"made by an earlier run; renamed from #{NAME}",
        4,
        EARLIER,
        left=[3],
    ),
    "gone": Rule((channel(1, "general"),), Verb.REPAIR, GONE, known=EARLIER),
    "gone, another there": Rule(
        (BOTH,), Verb.ADOPT, f"{GONE}; it has our name and topic", 3, EARLIER
    ),
    "no text channel any more": Rule(
        (channel(4, kind=VOICE),), Verb.REPAIR, GONE, None, EARLIER, left=[4]
    ),
    "name and topic first": Rule(
        (ONLY_NAME, ONLY_TOPIC, BOTH), Verb.ADOPT, "it has our name and topic", 3, left=[1]
    ),
    "then the topic": Rule((ONLY_NAME, ONLY_TOPIC), Verb.ADOPT, "it has our topic", 2, left=[1]),
    "then the name": Rule((ONLY_NAME,), Verb.ADOPT, "it has our name", 1),
    "a name stored alike": Rule((channel(1, "Alerts API"),), Verb.ADOPT, "it has our name", 1),
    "other kinds": Rule(
        (
            channel(1, topic=TOPIC, kind=VOICE),
            channel(2, topic=TOPIC, kind=CATEGORY),
            channel(3, topic=TOPIC, kind=ANNOUNCEMENT),
        ),
        Verb.CREATE,
        NONE_YET,
        left=[1, 3],
    ),
    "a category that is remembered": Rule(
        (channel(4, kind=CATEGORY),), Verb.REPAIR, GONE, None, EARLIER
    ),
    "two of the name": Rule(
        (channel(9), channel(5)), Verb.CHOOSE, "2 of them: it has our name", candidates=[5, 9]
    ),
    "two of the topic": Rule(
        (channel(9, "a", TOPIC), channel(5, "b", TOPIC), ONLY_NAME),
        Verb.CHOOSE,
        "2 of them: it has our topic",
        candidates=[5, 9],
    ),
    "two of both": Rule(
        (BOTH, channel(7, topic=TOPIC), ONLY_NAME, ONLY_TOPIC),
        Verb.CHOOSE,
        "2 of them: it has our name and topic",
        candidates=[3, 7],
    ),
    "several, and one remembered": Rule(
        (channel(9), channel(4)), Verb.REUSE, "made by an earlier run", 4, EARLIER, left=[9]
    ),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_channel_is_taken_by_the_rules(rule: Rule) -> None:
    found = chosen_channel(rule.there, "api", rule.known)
    assert (found.thing.id if found.thing else None) == rule.taken
    assert (found.verb, found.reason) == (rule.verb, rule.reason)
    assert sorted(each.id for each in found.candidates) == list(rule.candidates)
    assert sorted(each.id for each in found.look_alikes) == list(rule.left)


CHANNELS = st.builds(
    channel,
    st.integers(1, 6),
    st.sampled_from([NAME, "Alerts API", "general", "ops-noise"]),
    st.sampled_from([TOPIC, None, "else"]),
    st.sampled_from([TEXT_CHANNEL, TEXT_CHANNEL, TEXT_CHANNEL, VOICE, CATEGORY, ANNOUNCEMENT]),
)
SEVERAL = st.lists(CHANNELS, max_size=5, unique_by=lambda each: each.id)
KNOWN = st.none() | st.builds(remembered, st.integers(1, 8), st.sampled_from([NAME, "old"]))


def outcome(found: Chosen[Channel] | Chosen[Webhook]) -> tuple[object, ...]:
    ids = [{each.id for each in some} for some in (found.candidates, found.look_alikes)]
    return found.thing, found.verb, found.reason, *ids, found.nearest


@given(SEVERAL, KNOWN, st.randoms())
def test_the_order_of_the_answers_makes_no_difference(
    there: list[Channel], known: Remembered | None, chance: Random
) -> None:
    shuffled = chance.sample(there, len(there))
    assert outcome(chosen_channel(there, "api", known)) == outcome(
        chosen_channel(shuffled, "api", known)
    )


@given(SEVERAL, KNOWN)
def test_whatever_is_there_a_text_channel_is_taken_or_nothing(
    there: list[Channel], known: Remembered | None
) -> None:
    found = chosen_channel(there, "api", known)
    assert all(each.type == TEXT_CHANNEL for each in (*found.candidates, found.nearest) if each)
    assert len(found.candidates) != 1
    assert not (found.thing and found.candidates)
    assert found.verb.makes is not found.undecided_or_there
    assert found.thing not in found.look_alikes or found.thing is None


@given(SEVERAL, KNOWN)
def test_one_of_several_is_taken_once_it_is_chosen(
    there: list[Channel], known: Remembered | None
) -> None:
    for each in there:
        if each.type == TEXT_CHANNEL:
            found = chosen_channel(there, "api", known, str(each.id))
            assert (found.thing, found.reason) == (each, "chosen by you")
            ours = known is not None and known.id == str(each.id)
            assert found.verb is (Verb.REUSE if ours else Verb.ADOPT)
        else:
            with pytest.raises(NoSuchChoice):
                chosen_channel(there, "api", known, str(each.id))


def webhook(
    number: int,
    name: str = HOOK_NAME,
    *,
    place: int = 3,
    token: bool = True,
    maker: int | None = BOT_APPLICATION,
    kind: int = INCOMING_WEBHOOK,
) -> Webhook:
    sealed = SealedText(Secret("hush")) if token else None
    return Webhook(number, kind, place, GUILD, name, maker, sealed)


KNOWN_HOOK = remembered(4, HOOK_NAME, kind="webhook")
FOREIGN = webhook(1, token=False, maker=OTHER_APPLICATION)
NO_HOOK = "no webhook of that name yet"


@pytest.mark.parametrize(
    ("there", "known", "taken", "verb", "reason", "left"),
    [
        ((), None, None, Verb.CREATE, NO_HOOK, ()),
        ((webhook(1, "Grafana"),), None, None, Verb.CREATE, NO_HOOK, ()),
        ((webhook(1),), None, 1, Verb.ADOPT, "it has our name", ()),
        ((webhook(1, "CAKD  Alerting - api "),), None, 1, Verb.ADOPT, "it has our name", ()),
        ((webhook(1), webhook(4)), KNOWN_HOOK, 4, Verb.REUSE, "made by an earlier run", ()),
        (
            (webhook(4, "Noise"),),
            KNOWN_HOOK,
            4,
            Verb.REUSE,
            f"made by an earlier run; renamed from {HOOK_NAME}",
            (),
        ),
        (
            (webhook(1), webhook(4, place=7)),
            KNOWN_HOOK,
            4,
            Verb.REUSE,
            "made by an earlier run; moved to another channel, where its alerts arrive",
            (),
        ),
        ((webhook(1, "Grafana"),), KNOWN_HOOK, None, Verb.REPAIR, GONE, ()),
        ((webhook(1),), KNOWN_HOOK, 1, Verb.ADOPT, f"{GONE}; it has our name", ()),
        ((webhook(1, place=7),), None, None, Verb.CREATE, NO_HOOK, ()),
        ((FOREIGN,), None, None, Verb.CREATE, NO_HOOK, (1,)),
        ((FOREIGN,), remembered(1, HOOK_NAME), None, Verb.REPAIR, GONE, (1,)),
        ((FOREIGN, webhook(2)), None, 2, Verb.ADOPT, "it has our name", (1,)),
        ((webhook(1, token=False, kind=FOLLOWER),), None, None, Verb.CREATE, NO_HOOK, (1,)),
    ],
)
def test_a_webhook_is_taken_by_the_rules(
    there: Sequence[Webhook],
    known: Remembered | None,
    taken: int | None,
    verb: Verb,
    reason: str,
    left: Sequence[int],
) -> None:
    for listed in (there, there[::-1]):
        found = chosen_webhook(listed, BOTH, "api", known)
        assert (found.thing.id if found.thing else None) == taken
        assert (found.verb, found.reason, found.candidates) == (verb, reason, ())
        assert [each.id for each in found.look_alikes] == list(left)


def test_of_several_webhooks_none_is_taken_before_it_is_chosen() -> None:
    there = (webhook(9), webhook(5, maker=None), FOREIGN, webhook(2, place=7))
    found = chosen_webhook(there, BOTH, "api")
    assert (found.thing, found.reason) == (None, "2 of them: it has our name")
    candidates = webhook_candidates(found)
    assert candidates is not None
    assert [(each.value, each.label, each.detail) for each in candidates.choices] == [
        ("5", HOOK_NAME, "made by a person"),
        ("9", HOOK_NAME, "made by this bot"),
    ]
    taken = chosen_webhook(there, BOTH, "api", wanted="9")
    assert (taken.thing, taken.verb) == (there[0], Verb.ADOPT)
    for impossible in ("1", "2", "77", "x"):
        with pytest.raises(NoSuchChoice, match=f"the webhook {impossible} that was chosen"):
            chosen_webhook(there, BOTH, "api", wanted=impossible)


def test_the_candidates_are_told_apart_by_topic_and_id_the_oldest_first() -> None:
    found = chosen_channel((channel(9, topic="x"), channel(5)), "api")
    candidates = channel_candidates(found)
    assert candidates is not None
    assert [(each.value, each.label, each.detail) for each in candidates.choices] == [
        ("5", f"#{NAME}", "no topic"),
        ("9", f"#{NAME}", 'topic "x"'),
    ]
    undecided = Undecided(candidates)
    assert str(undecided) == (
        f'several channels could be the project\'s: #{NAME} (no topic): 5; #{NAME} (topic "x"): 9'
    )
    assert undecided.symptom.facts == {"reason": "several", "kind": "channel"}
    assert channel_candidates(chosen_channel((BOTH,), "api")) is None


def test_a_webhook_of_another_server_is_not_used_though_it_is_remembered() -> None:
    known = remembered(1, HOOK_NAME, kind="webhook")
    found = None
    for guild, taken in ((GUILD, 1), (None, 1), (101, None)):
        there = Webhook(1, INCOMING_WEBHOOK, 11, guild, HOOK_NAME, 8, SealedText(Secret("hush")))
        found = chosen_webhook([there], channel(10), "api", known)
        assert (found.thing.id if found.thing else None) == taken
    assert found is not None
    assert found.verb is Verb.REPAIR
    assert found.reason == "the one of the earlier run is in another server"


@pytest.mark.parametrize(
    ("place", "parent", "said"),
    [
        (None, 50, ""),
        ("50", 50, ""),
        ("", None, ""),
        ("50", 51, "; moved from Operations to Lounge"),
        ("", 51, "; moved from no category to Lounge"),
        ("50", None, "; moved from Operations to no category"),
        ("9", 51, "; moved from another category to Lounge"),
        ("50", 9, "; moved from Operations to another category"),
    ],
)
def test_a_remembered_channel_that_was_moved_is_said_to_be(
    place: str | None, parent: int | None, said: str
) -> None:
    categories = (channel(50, "Operations", kind=CATEGORY), channel(51, "Lounge", kind=CATEGORY))
    there = msgspec.structs.replace(channel(4), parent_id=parent)
    found = chosen_channel([*categories, there], "api", replace(EARLIER, place=place))
    assert (found.verb, found.reason) == (Verb.REUSE, f"made by an earlier run{said}")
