"""The alerts channel before it is made: where it goes, who will see it, or why that can't be."""

from dataclasses import dataclass, field, replace
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.finding import Finding
from cakd_tui.core.plan import Plan, Quota
from cakd_tui.discord import checks
from cakd_tui.discord.decision import Decision
from cakd_tui.discord.findings import failure, passed, skipped
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import Channel
from cakd_tui.discord.ledger_scene import (
    COLUMNS,
    MANAGE_CHANNELS,
    OF_NEW_CHANNELS,
    VIEW,
    Column,
    Scene,
)
from cakd_tui.discord.ledger_trail import trails
from cakd_tui.discord.naming import channel_name
from cakd_tui.discord.options import BITS_MISSING, CATEGORY_FULL, BadOption, wish_in, wish_of
from cakd_tui.discord.permissions import Standing, base_permissions, sees_server
from cakd_tui.discord.placement import Placement, access_lines
from cakd_tui.discord.placing import placed, wished_category
from cakd_tui.discord.stock_findings import refused_choice

_TO_MAKE_IT: Final = (VIEW, MANAGE_CHANNELS)
"""What the bot needs in a category to make a channel there.

The docs name no permission in the category; that it needs these, as when a channel is moved
there, is the cautious reading (Discord docs: Channel, Modify Channel).
"""


@dataclass(frozen=True, slots=True)
class NewChannel:
    """What is known of it."""

    name: str
    """With its "#"."""
    standing: Standing
    placement: Placement = field(default_factory=Placement)
    category: Channel | None = None
    """Where it goes; known even where it can't go there."""
    private: bool = False
    """Whether it gets a list of its own, known even where it can't be made so."""
    refused: BadOption | DiscordError | None = None

    def finding(self) -> Finding:
        """That it will be made, and how; or why it can't be made so."""
        match self.refused:
            case BadOption():
                return skipped(checks.EXISTING, "needs a place the channel can be made in")
            case DiscordError() as error:
                headline = "Discord does not show where the alerts channel is to go"
                return failure(checks.EXISTING, error, headline=headline)
            case _:
                how = f", the channel {self.how}" if self.how else ""
                there = "nothing" if sees_server(self.standing) else "nothing the bot can see"
                return passed(checks.EXISTING, f"{there}; both are made new{how}")

    def as_chosen(self) -> Finding:
        """Whether it can be made where and how it was chosen, as far as that is no matter of room.

        Refused before any request that would create it.
        """
        if comes_with := self._comes_with():
            return skipped(checks.OPTIONS, f"comes with {' and '.join(comes_with)}")
        if isinstance(self.refused, BadOption) and self.refused.reason != CATEGORY_FULL:
            return refused_choice(checks.OPTIONS, self.refused)
        if isinstance(self.refused, DiscordError):
            return skipped(checks.OPTIONS, "needs Discord's answer")
        return passed(checks.OPTIONS, self.how or "nothing special")

    def _comes_with(self) -> list[str]:
        """The permissions that it fails for alone, where their own checks ask for the same click.

        A category that has a say in View Channel may grant it there, which is not enough to hand it
        on: that is for this check alone to tell.
        """
        if not isinstance(self.refused, BadOption) or self.refused.reason != BITS_MISSING:
            return []
        held = base_permissions(self.standing)
        lacking = [column for column in OF_NEW_CHANNELS if column.bit not in held]
        elsewhere = self.category is not None and VIEW in lacking
        return [] if elsewhere else [each.check.title for each in lacking]

    @property
    def how(self) -> str:
        """What is special about it, in a few words: "private, in Operations"."""
        words = ["private"] if self.private else []
        words += [f"in {self.category.name}"] if self.category else []
        return ", ".join(words)

    def plan(
        self, where: str, project: str, decision: Decision, quotas: tuple[Quota, ...]
    ) -> Plan | None:
        """What will be made, `where` being the server in words; none where it can't be."""
        if self.refused:
            return None
        remark = f"{self.how}, {where}" if self.how else where
        access = tuple(access_lines(self.placement, self.standing))
        return decision.plan(self.name, remark, project, access, quotas)

    def scene(self, scene: Scene) -> Scene:
        """The scene with the overwrites it will have; outside a category the server alone decides.

        It is made in its category only by a bot that sees the category and may manage it. Of a
        private channel's two places that scene is shown which keeps the bot from its work.
        """
        if not self.private:
            return self._in_category(scene, COLUMNS)
        in_category = self._in_category(scene, _TO_MAKE_IT)
        found = trails(in_category.unbound)
        hindered = in_category is not scene and not all(
            found[column].allowed for column in _TO_MAKE_IT
        )
        if hindered or not self.placement.sent:
            return in_category
        return replace(
            scene,
            place=self.name,
            settings=f"{self.name} → Edit Channel → Permissions",
            overwrites=self.placement.sent,
            decides=OF_NEW_CHANNELS,
            heading=f"Permissions of {self.name} as it will be made, in turn",
        )

    def _in_category(self, scene: Scene, decides: tuple[Column, ...]) -> Scene:
        """The scene in the category, which has a say in these permissions."""
        if self.category is None:
            return scene
        place = f"the category {self.category.name}"
        copied = "" if self.private else f", which {self.name} will take over"
        return replace(
            scene,
            place=place,
            settings=f"{self.category.name} → Edit Category → Permissions",
            overwrites=self.category.overwrites,
            above=self.category.overwrites,
            decides=decides,
            heading=f"Permissions of {place}{copied}, in turn",
        )


async def new_channel(
    api: DiscordApi, guild_id: int, answers: Answers, channels: tuple[Channel, ...], now: Standing
) -> NewChannel:
    """How the channel will be made; asks only for a category that isn't listed.

    The category is looked for first: what else can't be followed is no reason not to know it.
    """
    wish = wish_in(answers)
    new = NewChannel(f"#{channel_name(answers.project)}", now, private=wish.private)
    try:
        if wish.category:
            new = replace(
                new, category=await wished_category(api, guild_id, wish.category, channels)
            )
        wish = wish_of(answers)
        return replace(new, placement=await placed(api, guild_id, wish, channels, now))
    except (BadOption, DiscordError) as refused:
        return replace(new, refused=refused)
