"""What the operator has answered so far, in the wizard or by environment and files."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from cakd_tui.core.option import NO_OPTIONS, OptionValue
from cakd_tui.core.secret import Secret


@dataclass(frozen=True, slots=True)
class Answers:
    """The project and the provider's fields by key; secrets apart, so that they stay masked."""

    project: str = ""
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    secrets: Mapping[str, Secret] = field(default_factory=lambda: MappingProxyType({}))
    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Where answers that nobody typed came from, by key: "CAKD_DISCORD_BOT_TOKEN"."""
    options: Mapping[str, OptionValue] = field(default_factory=lambda: NO_OPTIONS)
    """What was chosen of the provider's options, by key."""
    uses: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The id of a thing that is to be taken though others would do as well, by kind: "channel"."""

    def with_project(self, project: str) -> "Answers":
        """The same answers for this project."""
        return replace(self, project=project)

    def with_value(self, key: str, value: str) -> "Answers":
        """The same answers, with this plain field answered."""
        return replace(self, values=MappingProxyType({**self.values, key: value}))

    def with_secret(self, key: str, secret: Secret) -> "Answers":
        """The same answers, with this secret field answered."""
        return replace(self, secrets=MappingProxyType({**self.secrets, key: secret}))

    def from_origin(self, key: str, origin: str) -> "Answers":
        """The same answers, with it said where this one was found."""
        return replace(self, origins=MappingProxyType({**self.origins, key: origin}))

    def with_options(self, options: Mapping[str, OptionValue]) -> "Answers":
        """The same answers, with these options and no others chosen."""
        return replace(self, options=MappingProxyType(dict(options)))

    def with_option(self, key: str, value: OptionValue) -> "Answers":
        """The same answers, with this option chosen."""
        return self.with_options({**self.options, key: value})

    def with_use(self, kind: str, thing: str) -> "Answers":
        """The same answers, with this thing chosen among those of its kind."""
        return replace(self, uses=MappingProxyType({**self.uses, kind: thing}))

    def without_use(self, kind: str) -> "Answers":
        """The same answers, with no thing of this kind chosen."""
        uses = {each: thing for each, thing in self.uses.items() if each != kind}
        return replace(self, uses=MappingProxyType(uses))

    def value(self, key: str) -> str:
        """The plain field's answer, empty while unanswered."""
        return self.values.get(key, "")

    def secret(self, key: str) -> Secret:
        """The secret field's answer, an empty secret while unanswered."""
        return self.secrets.get(key, Secret(""))
