"""A second notification provider, carrier pigeons: nothing outside a provider knows one.

`LOFT` is the world it works on; a test changes it to make checks fail or provisioning go wrong.
"""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cakd_tui.core.alert import Alert
from cakd_tui.core.answers import Answers
from cakd_tui.core.courier import Courier, Delivery, Gone, Parcel, Postponed, Unacceptable
from cakd_tui.core.errors import CredentialsRefused, NoReceiver, ProviderError
from cakd_tui.core.events import ActionDone, ActionStarted, Checked, Noted, Removed, Waiting
from cakd_tui.core.field import Choice, Choices, Field, Identity
from cakd_tui.core.finding import Check, Finding, Fix, Link, Verdict
from cakd_tui.core.option import Kind, Option
from cakd_tui.core.plan import Plan, PlanLine, Verb
from cakd_tui.core.ports import Connection, Memory, Provisioned
from cakd_tui.core.reading import Accepted, Reading, Refused
from cakd_tui.core.route import NEXT_WEBHOOK, Remembered, Route
from cakd_tui.core.sample_alert import sample_alert
from cakd_tui.core.secret import Secret
from cakd_tui.core.stream import Emit
from cakd_tui.core.symptom import Symptom
from cakd_tui.core.troubleshooting import Entry, read_entries

TABLE = """
[[entry]]
id = "TOY-WING"
problem = "The pigeon can't fly"
cause = "A wing is lame."
fix = "Call a vet, then try again."
verify = "The pigeon flies round the tower once."
severity = "blocks"
retry = false
match = {kind = "pigeon", reason = "wing"}
"""

GRAIN = Check("grain", "Grain")
WINGS = Check("wings", "Wings")
STATUS_PERCH = Check("status-perch", "Perch")


LOFTS = (
    Choice("7", "Old Tower", "2 pigeons"),
    Choice("8", "New [/tower]", "no grain", ready=False),
)


@dataclass
class Loft:
    """The pigeons' world."""

    lame: bool = False
    empty: bool = False
    away: bool = False
    """Nobody answers."""
    lofts: tuple[Choice, ...] = LOFTS
    remarks: tuple[str, ...] = ()
    """What is said about a pigeon, and about the invitation to build a loft."""
    doubtful: bool = False
    """The grain is running low, which hinders nothing."""
    hawk: float = 0.0
    """Seconds until the hawk over the tower is gone and the pigeon flies again."""
    storm: float = 0.0
    """Seconds for which the harbour lets nobody fly."""
    mute: bool = False
    """The perch is built, but the bell can't be hung, for a reason no row is about."""
    torn: bool = False
    """Letters are torn on the way."""
    fallen: bool = False
    """The perch has come down."""
    nailed: bool = False
    """Nothing can be taken down again."""
    busy: float = 0.0
    """Seconds until the perch has room for a pigeon again."""
    pause: float = 0.0
    flown: list[str] = field(default_factory=list)
    letters: list[Mapping[str, object]] = field(default_factory=list)


LOFT = Loft()


def read_whistle(text: str) -> Reading:
    """A whistle is any word."""
    word = text.strip()
    if len(word) < 3:
        return Refused("A whistle is longer: paste all of it.")
    return Accepted(word, "A whistle rarely has a digit." if "1" in word else "")


def read_loft(text: str) -> Reading:
    """A loft is named by a digit."""
    word = text.strip()
    return Accepted(word) if word.isdigit() else Refused("A loft has a number.", "7")


class PigeonConnection:
    """Asks the loft."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Event] = set()

    async def warm_up(self) -> None:
        """Pigeons are always warm."""

    async def identity(self, field: str, answers: Answers, emit: Emit) -> Identity:
        await self._reach(emit)
        if answers.secret(field).reveal() == "wrong":
            raise CredentialsRefused(
                "the pigeons don't know this whistle", self._symptom("whistle")
            )
        return Identity("Coo", "a pigeon of the old tower", LOFT.remarks)

    async def choices(self, field: str, answers: Answers, emit: Emit) -> Choices:
        await self._reach(emit)
        invitation = Link("Build a loft", "https://pigeons.example/build?whistle=1")
        if LOFT.empty:
            return Choices((), "Coo has no loft yet.", invitation, LOFT.remarks)
        summary = f"Coo flies to {len(LOFT.lofts)} lofts."
        return Choices(LOFT.lofts, summary, invitation, LOFT.remarks)

    async def option_choices(self, key: str, answers: Answers, emit: Emit) -> Choices:
        await self._reach(emit)
        return Choices((Choice("brass", "Brass"), Choice("tin", "Tin")), "There are 2 bells.")

    async def _reach(self, emit: Emit) -> None:
        await asyncio.sleep(LOFT.pause)
        await self._wait(emit)
        if LOFT.away:
            raise ProviderError("the loft does not answer", self._symptom("away"))

    async def _wait(self, emit: Emit) -> None:
        if LOFT.hawk:
            emit(Waiting(LOFT.hawk, "A hawk circles over the tower"))
            await self._is_hurried(LOFT.hawk)
        if LOFT.storm:
            emit(Waiting(LOFT.storm, "The harbour asks for a pause (its storm)", strict=True))
            if await self._is_hurried(LOFT.storm):
                raise ProviderError("not flown: the storm is not over", self._symptom("storm"))

    async def _is_hurried(self, seconds: float) -> bool:
        hurried = asyncio.Event()
        self._waiting.add(hurried)
        try:
            async with asyncio.timeout(seconds):
                return await hurried.wait()
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(hurried)

    def hurry(self) -> None:
        """Let nobody wait any longer."""
        for each in self._waiting:
            each.set()

    async def preflight(self, answers: Answers, known: Route | None, emit: Emit) -> Plan | None:
        await self._reach(emit)
        emit(Checked(self._grain()))
        emit(Checked(self._wings()))
        verb = Verb.REUSE if known and known.thing("perch") else Verb.CREATE
        return Plan((PlanLine(verb, "perch", f"perch-{answers.project}", "in loft 7"),), 1)

    def _grain(self) -> Finding:
        if not LOFT.doubtful:
            return Finding(GRAIN, Verdict.PASS, "a full sack")
        fixes = (Fix("Soon", "Buy grain"),)
        return Finding(GRAIN, Verdict.WARN, "a handful", "The grain is running low", fixes)

    def _wings(self) -> Finding:
        if not LOFT.lame:
            return Finding(WINGS, Verdict.PASS, "two each")
        return Finding(
            WINGS,
            Verdict.FAIL,
            "one is lame",
            headline="The pigeon can't fly",
            fixes=(
                Fix("At the vet", "Mend the wing", Link("Open the vet", "https://vet.example")),
            ),
            symptom=self._symptom("wing"),
        )

    async def provision(
        self, answers: Answers, known: Route | None, memory: Memory, emit: Emit
    ) -> Provisioned:
        perch = known.thing("perch") if known else None
        verb = "Reusing" if perch else "Building"
        emit(ActionStarted("perch", f"{verb} perch for {answers.project}..."))
        await asyncio.sleep(LOFT.pause)
        if LOFT.lame:
            raise ProviderError("failed to build perch: pigeon error: wing", self._symptom("wing"))
        if bell := answers.options.get("bell"):
            emit(Noted(f"the bell is of {bell}"))
        made = perch is None
        thing = perch or Remembered("perch", "1", f"perch-{answers.project}", made=True)
        await memory.remember(thing)
        emit(ActionDone("perch", thing.name, made))
        await self._wait(emit)
        if LOFT.mute:
            raise ProviderError("failed to hang [/bell]: rust", self._symptom("rust"))
        url = Secret(f"https://pigeons.example/perch/1/{answers.secret('whistle').reveal()}")
        return Provisioned(url, made)

    async def inspect(self, route: Route, answers: Answers | None, emit: Emit) -> None:
        if answers is None:
            emit(Checked(Finding(STATUS_PERCH, Verdict.SKIPPED, "needs a whistle")))
            return
        await self._reach(emit)
        perch = route.thing("perch")
        if perch is None or LOFT.fallen:
            fixes = (Fix("At the tower", "Build it again", again=True),)
            finding = Finding(STATUS_PERCH, Verdict.FAIL, "on the ground", "It fell", fixes)
        else:
            finding = Finding(STATUS_PERCH, Verdict.PASS, perch.name)
        emit(Checked(finding))

    async def remove(
        self,
        route: Route,
        things: Sequence[Remembered],
        answers: Answers | None,
        memory: Memory,
        emit: Emit,
    ) -> None:
        for thing in things:
            emit(ActionStarted(thing.kind, f"Taking down {thing.name}..."))
            await asyncio.sleep(LOFT.pause)
            if LOFT.nailed:
                raise ProviderError("failed to take down: rust", self._symptom("rust"))
            await memory.forget(thing.kind)
            emit(Removed(thing.kind, thing.name, found=True))

    async def renew(
        self, route: Route, answers: Answers, memory: Memory, emit: Emit
    ) -> Provisioned:
        emit(ActionStarted("perch", "Building a second perch..."))
        await asyncio.sleep(LOFT.pause)
        if LOFT.lame:
            raise ProviderError("failed to build perch: pigeon error: wing", self._symptom("wing"))
        await memory.remember(Remembered(NEXT_WEBHOOK, "2", f"perch-{route.project}", made=True))
        whistle = answers.secret("whistle").reveal()
        return Provisioned(Secret(f"https://pigeons.example/perch/2/{whistle}"), made=True)

    async def send_test(self, route: Route, emit: Emit, *, worst_case: bool = False) -> Delivery:
        await self._reach(emit)
        courier = PigeonCourier()
        letter = courier.pack(route, [sample_alert(route.project, worst_case=worst_case)])
        return await courier.deliver(route, letter, emit)

    async def aclose(self) -> None:
        """Nothing to let go of."""

    @staticmethod
    def _symptom(reason: str) -> Symptom:
        return Symptom("pigeon", {"reason": reason}, f"pigeon error: {reason}")


class PigeonCourier:
    """Lets pigeons fly; a letter takes three alerts, and 1000 characters of each."""

    def place(self, route: Route) -> str:
        """The perch."""
        match = re.fullmatch(r"https://pigeons\.example/perch/(\d+)/.+", route.webhook.reveal())
        if match is None:
            raise ProviderError("no perch there", PigeonConnection._symptom("perch"))
        return f"perch-{match[1]}"

    def pack(self, route: Route, alerts: Sequence[Alert]) -> Parcel:
        lines = [f"{each.name}{'' if each.firing else ' is over'}"[:1000] for each in alerts[:3]]
        return Parcel({"letter": lines}, len(lines))

    def plainest(self, route: Route, alert: Alert) -> Parcel:
        return Parcel({"letter": ["look at the tower"]}, 1)

    async def deliver(self, route: Route, parcel: Parcel, emit: Emit) -> Delivery:
        await asyncio.sleep(LOFT.pause)
        if LOFT.away:
            raise Postponed(
                "the loft does not answer", PigeonConnection._symptom("away"), everywhere=True
            )
        if LOFT.busy:
            raise Postponed("a queue", PigeonConnection._symptom("queue"), after=LOFT.busy)
        if LOFT.fallen:
            raise Gone("the perch is on the ground", PigeonConnection._symptom("perch"))
        if LOFT.torn:
            raise Unacceptable("pigeon error: wing", PigeonConnection._symptom("wing"))
        LOFT.flown.append(route.project)
        LOFT.letters.append(parcel.body)
        return Delivery("1", 0.143)

    async def aclose(self) -> None:
        """Nothing to let go of."""


class PigeonProvider:
    """Alerts by carrier pigeon."""

    name = "pigeon"
    title = "Pigeon"
    fields: Sequence[Field] = (
        Field(
            key="whistle",
            title="Whistle",
            question="Which whistle do the pigeons know?",
            help="It stands on the tower's door.",
            placeholder="paste the whistle",
            read=read_whistle,
            variables=("CAKD_PIGEON_WHISTLE",),
            secret=True,
            link=Link("Open the tower's door", "https://pigeons.example/door"),
        ),
        Field(
            key="loft",
            title="Loft",
            question="Which loft gets the alerts?",
            help="A loft is where a pigeon comes home to.",
            placeholder="filter, or type a loft's number",
            read=read_loft,
            variables=("CAKD_PIGEON_LOFT",),
            choosable=True,
        ),
    )
    options: Sequence[Option] = (
        Option("bell", "Bell", "What rings when a letter comes.", Kind.CHOICE, "brass"),
    )
    checks: Sequence[Check] = (GRAIN, WINGS)
    inspections: Sequence[Check] = (STATUS_PERCH,)

    def entries(self) -> Sequence[Entry]:
        """One row."""
        return read_entries(TABLE)

    def recognise(self, text: str) -> Sequence[Symptom]:
        """A pigeon says which part of it hurts."""
        words = re.findall(r"pigeon error: (\w+)", text)
        return tuple(Symptom("pigeon", {"reason": word}) for word in dict.fromkeys(words))

    def preview(self, answers: Answers) -> Sequence[PlanLine]:
        """One perch."""
        return (PlanLine(Verb.CREATE, "perch", f"perch-{answers.project}"),)

    def alertmanager_receiver(
        self, route: Route, url_file: str | None, version: tuple[int, int]
    ) -> Mapping[str, object]:
        """Alertmanager keeps no pigeons."""
        raise NoReceiver("Alertmanager can't send pigeons by itself")

    def shown_name(self, thing: Remembered) -> str:
        """Its name as it is."""
        return thing.name

    def connect(self) -> Connection:
        """A connection to the loft."""
        return PigeonConnection()

    def courier(self) -> Courier:
        """A pigeon."""
        return PigeonCourier()
