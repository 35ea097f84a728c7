"""The alerts channel before it is made: where it goes, who will see it, or why that can't be."""

from dataclasses import dataclass, field, replace
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.finding import Finding
from cakd_tui.core.plan import PlanLine, Verb
from cakd_tui.discord import checks
from cakd_tui.discord.findings import failure, passed
from cakd_tui.discord.http.api import DiscordApi
from cakd_tui.discord.http.errors import DiscordError
from cakd_tui.discord.http.models import Channel
from cakd_tui.discord.ledger_scene import Scene
from cakd_tui.discord.naming import channel_name
from cakd_tui.discord.options import BadOption, Wish, wish_of
from cakd_tui.discord.permissions import Standing
from cakd_tui.discord.placement import Placement, access_lines, predicted_overwrites
from cakd_tui.discord.placing import placed, wished_category
from cakd_tui.discord.stock_findings import refused_choice

CATEGORY_FULL: Final = "category-full"


@dataclass(frozen=True, slots=True)
class NewChannel:
    """What is known of it."""

    name: str
    """With its "#"."""
    standing: Standing
    placement: Placement = field(default_factory=Placement)
    category: Channel | None = None
    """Where it goes; known even where it can't go there."""
    refused: BadOption | DiscordError | None = None

    def finding(self) -> Finding:
        """That it will be made, and how; or why it can't be made so."""
        match self.refused:
            case BadOption() as error if error.reason != CATEGORY_FULL:
                return refused_choice(checks.EXISTING, error)
            case DiscordError() as error:
                headline = "Discord does not show where the alerts channel is to go"
                return failure(checks.EXISTING, error, headline=headline)
            case _:
                how = f", the channel {self.how}" if self.how else ""
                return passed(checks.EXISTING, f"nothing; both are made new{how}")

    @property
    def how(self) -> str:
        """What is special about it, in a few words: "private, in Operations"."""
        words = ["private"] if self.placement.sent else []
        words += [f"in {self.category.name}"] if self.category else []
        return ", ".join(words)

    def lines(self, where: str) -> tuple[PlanLine, ...]:
        """What will be made of it, `where` being the server in words."""
        remark = f"{self.how}, {where}" if self.how else where
        line = PlanLine(Verb.CREATE, "channel", self.name, remark)
        return (line, *access_lines(self.placement, self.standing))

    def scene(self, scene: Scene) -> Scene:
        """The scene with the overwrites it will have; without any the server alone decides."""
        overwrites = predicted_overwrites(self.category, self.placement.sent)
        if not overwrites:
            return scene
        place, settings = self.name, f"{self.name} → Edit Channel → Permissions"
        if self.category and not self.placement.sent:
            place = f"the category {self.category.name}"
            settings = f"{self.category.name} → Edit Category → Permissions"
        return replace(scene, place=place, settings=settings, overwrites=overwrites)


async def new_channel(
    api: DiscordApi, guild_id: int, answers: Answers, channels: tuple[Channel, ...], now: Standing
) -> NewChannel:
    """How the channel will be made; asks only for a category that isn't listed."""
    new = NewChannel(f"#{channel_name(answers.project)}", now)
    try:
        wish: Wish = wish_of(answers)
        if wish.category:
            new = replace(
                new, category=await wished_category(api, guild_id, wish.category, channels)
            )
        return replace(new, placement=await placed(api, guild_id, wish, channels, now))
    except (BadOption, DiscordError) as refused:
        return replace(new, refused=refused)
