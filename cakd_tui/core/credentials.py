"""Where answers come from when nobody is asked: environment, keyring, saved settings."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import CredentialsMissing, SecretStoreError
from cakd_tui.core.field import Field
from cakd_tui.core.option import NO_OPTIONS, OptionValue
from cakd_tui.core.ports import Provider, SecretStore, SettingsStore
from cakd_tui.core.reading import Refused
from cakd_tui.core.route import Route
from cakd_tui.core.secret import Secret
from cakd_tui.core.symptom import Symptom

_MALFORMED: Final = "malformed"


@dataclass(frozen=True, slots=True)
class Found:
    """An answer that was there already, and where."""

    value: Secret
    source: str
    """For people: the variable's name, "GNOME Keyring", "your saved settings"."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The places looked in, in this order."""

    environment: Mapping[str, str] = dataclasses.field(repr=False)
    secrets: SecretStore
    settings: SettingsStore


async def found_answer(provider: str, field: Field, sources: Sources) -> Found | None:
    """The first source's answer to `field`; None when none has it.

    Raises `SecretStoreError` when the keyring had to be asked and can't be used.
    """
    for variable in field.variables:
        if text := sources.environment.get(variable, "").strip():
            return Found(Secret(text), variable)
    if field.secret:
        secret = await sources.secrets.load(provider)
        return Found(secret, await sources.secrets.describe()) if secret else None
    saved = sources.settings.load(provider).get(field.key, "")
    return Found(Secret(saved), "your saved settings") if saved else None


async def resolve_answers(
    provider: Provider,
    project: str,
    sources: Sources,
    options: Mapping[str, OptionValue] = NO_OPTIONS,
    known: Route | None = None,
    *,
    gaps_only: bool = False,
) -> Answers:
    """Every field's answer without asking anybody, with the options `platform.yaml` chose.

    What no source has, or none that can be read, is taken from `known`, a route that was saved with
    its answers; with `gaps_only` not in place of an answer of the wrong form. Raises
    `CredentialsMissing` on a gap.
    """
    answers = Answers(project).with_options(options)
    for field in provider.fields:
        try:
            found = _well_formed(field, await _required(provider, field, sources))
        except CredentialsMissing as error:
            refused = gaps_only and error.symptom.facts.get("reason") == _MALFORMED
            remembered = None if refused else _remembered(provider, field, known)
            if remembered is None:
                raise
            found = remembered
        if field.secret:
            answers = answers.with_secret(field.key, found.value)
        else:
            answers = answers.with_value(field.key, found.value.reveal())
        answers = answers.from_origin(field.key, found.source)
    return answers


def _well_formed(field: Field, found: Found) -> Found:
    """The answer as the field reads it. Raises `CredentialsMissing`."""
    reading = field.read(found.value.reveal())
    if isinstance(reading, Refused):
        raise CredentialsMissing(
            f"{field.title} from {found.source}: {reading.reason}",
            Symptom("credentials", {"field": field.key, "reason": _MALFORMED}, reading.reason),
        )
    return Found(Secret(reading.value), found.source)


def _remembered(provider: Provider, field: Field, known: Route | None) -> Found | None:
    """The answer that the route was saved with, if the provider is the same and can read it."""
    if known is None or known.provider != provider.name or field.secret:
        return None
    reading = field.read(known.values.get(field.key, ""))
    return None if isinstance(reading, Refused) else Found(Secret(reading.value), "the saved route")


async def _required(provider: Provider, field: Field, sources: Sources) -> Found:
    where = f"set {field.variables[0]}" if field.variables else "set it"
    advice = f"{where}, or run cakd-tui once to save it"
    try:
        found = await found_answer(provider.name, field, sources)
    except SecretStoreError as error:
        raise CredentialsMissing(
            f"no {field.title.lower()} for {provider.title}: {error}; {advice}", error.symptom
        ) from error
    if found is None:
        message = f"no {field.title.lower()} for {provider.title} was found: {advice}"
        symptom = Symptom("credentials", {"field": field.key, "reason": "missing"}, message)
        raise CredentialsMissing(message, symptom)
    return found
