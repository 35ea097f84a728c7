"""Random servers beside random saved routes: what a project may meet when it is set up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from random import Random

from cakd_tui.core.answers import Answers
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.secret import Secret
from cakd_tui.rehearsal import state
from cakd_tui.rehearsal.rehearsal import Rehearsal
from cakd_tui.rehearsal.scenarios import scenario
from cakd_tui.rehearsal.tokens import webhook_token
from cakd_tui.rehearsal.worlds import (
    APPLICATION,
    DEPLOYS,
    ELSEWHERE,
    LOUNGE,
    OPERATIONS,
    OPS_LAB,
    OTHER_APPLICATION_ID,
)

PROJECT = "my-project"
NAME, TOPIC, HOOK = f"alerts-{PROJECT}", f"CAKD alerts for {PROJECT}", f"CAKD Alerting - {PROJECT}"
KINDS = (*(state.TEXT,) * 5, state.VOICE, state.CATEGORY, state.ANNOUNCEMENT)


@dataclass(frozen=True)
class Meeting:
    """A server, the answers about it, and what an earlier run is said to have saved."""

    rehearsal: Rehearsal
    answers: Answers
    saved: Route | None


def meeting(seed: int) -> Meeting:
    """The case of this seed."""
    random = Random(f"meeting {seed}")
    rehearsal = scenario("ready", tempo=0.0)
    world = rehearsal.world
    for number in range(random.choice([0, 1, 2, 2, 3])):
        channel = _channel(random, f"9000000000000009{number:02}")
        world.channels[channel.id] = channel
    for number in range(random.choice([0, 1, 2, 2, 3])):
        webhook = _webhook(random, f"9000000000000008{number:02}", world)
        world.webhooks[webhook.id] = webhook
    answers = (
        Answers(PROJECT, uses=_uses(random, world))
        .with_secret("token", Secret(rehearsal.token))
        .with_value("guild", OPS_LAB)
    )
    route = _route(random, world)
    return Meeting(rehearsal, answers, _put(Random(f"places {seed}"), world, route))


def _put(random: Random, world: state.World, route: Route | None) -> Route | None:
    """The route as it notes where its channel lies, the channels being put into categories."""
    for each in _added(world):
        if world.channels[each].kind != state.CATEGORY:
            parent = random.choice([None, OPERATIONS, LOUNGE])
            world.channels[each] = replace(world.channels[each], parent_id=parent)
    channel = route.thing("channel") if route else None
    if route is None or channel is None:
        return route
    there = world.channels.get(channel.id)
    right = (there.parent_id if there else None) or ""
    place = random.choice([None, *6 * [right], "", LOUNGE])
    return route.with_thing(replace(channel, place=place))


def _channel(random: Random, number: str) -> state.Channel:
    name = random.choice([NAME, NAME, NAME, NAME, "Alerts My-Project", "ops-noise"])
    topic = random.choice([TOPIC, TOPIC, TOPIC, None, "something else"])
    return state.Channel(number, OPS_LAB, name, random.choice(KINDS), topic)


def _webhook(random: Random, number: str, world: state.World) -> state.Webhook:
    texts = [
        each.id
        for each in world.channels.values()
        if each.kind == state.TEXT and each.id > "900000000000000900"
    ]
    application = random.choice([APPLICATION.id, APPLICATION.id, None, OTHER_APPLICATION_ID])
    return state.Webhook(
        number,
        OPS_LAB,
        random.choice([*texts, *texts, *texts, DEPLOYS]),
        random.choice([HOOK, HOOK, "Grafana"]),
        webhook_token(number),
        application_id=application,
    )


def _uses(random: Random, world: state.World) -> Mapping[str, str]:
    found = {}
    if random.random() < 0.12:
        found["channel"] = random.choice([*(_added(world) or ["1"]), "900000000000000999"])
    if random.random() < 0.08:
        found["webhook"] = random.choice([*world.webhooks, "900000000000000999"])
    return found


def _added(world: state.World) -> list[str]:
    return [each for each in world.channels if each.startswith("9000000000000009")]


def _route(random: Random, world: state.World) -> Route | None:
    """None, as it is, half done, under another name, gone, of another server, of another URL.

    And one that leads into another server: "moved" says so, "stale" names a channel of this one.
    Or its channel was "turned" into one for announcements; or a move of it was "begun".
    """
    usual = ["none", "right", "right", "half", "name", "gone", "server", "url", "moved", "stale"]
    shape = random.choice([*usual, "turned", "begun", "begun"])
    texts = [each for each in _added(world) if world.channels[each].kind == state.TEXT]
    own = [each for each in world.webhooks.values() if each.application_id == APPLICATION.id]
    hooks = [each for each in own if each.channel_id in texts] or own
    if shape == "none" or not texts or not hooks:
        return None
    hook = random.choice(hooks)
    place = hook.channel_id if random.random() < 0.7 else random.choice(texts)
    made = random.random() < 0.7
    channel = Remembered("channel", place, world.channels[place].name, made)
    webhook = Remembered("webhook", hook.id, hook.name, made)
    url = Secret(f"https://discord.com/api/webhooks/{hook.id}/{hook.token}")
    route = Route(PROJECT, "discord", {"guild": OPS_LAB}, (channel, webhook), url)
    if shape in ("moved", "stale"):
        away = _elsewhere(world)
        stale = shape == "stale"
        return away.with_thing(channel) if stale else replace(away, values={"guild": ELSEWHERE})
    return _spoilt(random, world, route, shape)


def _spoilt(random: Random, world: state.World, route: Route, shape: str) -> Route:
    """The route, or the world around it, in this shape."""
    channel, webhook = route.remembered
    place, hook = channel.id, world.webhooks[webhook.id]
    match shape:
        case "half":
            return replace(route, remembered=(channel,), webhook=Secret(""))
        case "name":
            return replace(route, remembered=(replace(channel, name="before"), webhook))
        case "gone":
            del world.webhooks[hook.id]
            if random.random() < 0.5:
                del world.channels[place]
                for each in world.webhooks_in(place):
                    del world.webhooks[each.id]
        case "turned":
            world.channels[place] = replace(world.channels[place], kind=state.ANNOUNCEMENT)
        case "begun":
            return _begun(random, world, route)
        case "server":
            return replace(route, values={"guild": ELSEWHERE})
        case "url":
            old = f"https://discord.com/api/webhooks/{hook.id}/{webhook_token('1')}"
            return replace(route, webhook=Secret(old))
    return route


def _begun(random: Random, world: state.World, route: Route) -> Route:
    """The route with a move that was cut short, from here or from another server to here."""
    others = [each for each in _added(world) if each != route.remembered[0].id]
    if not others:
        return route
    new = world.channels[random.choice(others)]
    made = random.random() < 0.5
    thing = Remembered("channel-coming", new.id, new.name, made)
    if random.random() < 0.3:
        return replace(_elsewhere(world), values={"guild": ELSEWHERE}).with_thing(thing)
    if random.random() < 0.2:
        del world.channels[route.remembered[0].id]
    return route.with_thing(thing)


def _elsewhere(world: state.World) -> Route:
    """The route of a project in another server, said to be in this one."""
    channel = state.Channel("900000000000000777", ELSEWHERE, NAME, topic=TOPIC)
    token = webhook_token("900000000000000778")
    hook = state.Webhook(
        "900000000000000778", ELSEWHERE, channel.id, HOOK, token, application_id=APPLICATION.id
    )
    world.channels[channel.id], world.webhooks[hook.id] = channel, hook
    things = (
        Remembered("channel", channel.id, NAME, made=True),
        Remembered("webhook", hook.id, HOOK, made=True),
    )
    url = Secret(f"https://discord.com/api/webhooks/{hook.id}/{token}")
    return Route(PROJECT, "discord", {"guild": OPS_LAB}, things, url)
