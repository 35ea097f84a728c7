"""A JSON request body read field by field; all that is wrong with it is said at once.

A field that was never asked for is unknown, and unknown fields are refused: Discord would ignore a
mistyped key, and nobody would notice. Error codes follow the Discord docs, Reference (Error
Messages).
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cakd_tui.rehearsal import limits, refusals
from cakd_tui.rehearsal.answer import Request
from cakd_tui.rehearsal.ids import is_snowflake
from cakd_tui.rehearsal.refusals import FormErrors

_WELL_FORMED_URL: Final = re.compile(r"https?://[\w.-]+(:\d+)?([/?#]\S*)?")


def form_of(request: Request) -> "Form":
    """The body of a request; refused when it isn't a JSON object or isn't said to be JSON."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise refusals.wrong_content_type()
    try:
        value: object = json.loads(request.body)
    except (ValueError, RecursionError) as broken:
        raise refusals.not_json() from broken
    if not isinstance(value, dict):
        complaint = {"code": "DICT_TYPE_CONVERT", "message": "Only dictionaries may be used."}
        raise refusals.invalid_form({"_errors": [complaint]})
    return Form(value)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing wrong with one field."""

    path: tuple[str, ...]
    """The field's name, after the names and indexes of the objects it lies in."""
    code: str
    message: str


class Form:
    """One object of a body; a reader gives none where its field is absent, null or wrong."""

    def __init__(
        self, fields: Mapping[str, object], outer: "Form | None" = None, at: str = ""
    ) -> None:
        self._fields = fields
        self._path: tuple[str, ...] = (*outer._path, *at.split("/")) if outer else ()
        self._complaints: list[Complaint] = outer._complaints if outer else []
        self._asked: set[str] = set()
        self._inner: list[Form] = []

    def has(self, name: str) -> bool:
        """Whether the field is there at all, be it null."""
        return name in self._fields

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong so far, anywhere in the request."""
        return not self._complaints

    def complain(self, name: str, code: str, message: str) -> None:
        """Remember that a field is wrong."""
        self._complaints.append(Complaint((*self._path, name), code, message))

    def text(
        self, name: str, most: int, *, least: int = 0, required: bool = False, trim: bool = False
    ) -> str | None:
        """A string whose length, in characters, lies within the bounds."""
        value = self._value(name, required=required)
        if value is None:
            return None
        if not isinstance(value, str):
            self.complain(name, "STRING_TYPE_CONVERT", "Could not interpret as string.")
            return None
        if trim:
            value = value.strip()
        if required and least and not value:
            self.complain(name, "BASE_TYPE_REQUIRED", "This field is required")
            return None
        if not least <= len(value) <= most:
            self._wrong_length(name, least, most)
            return None
        return value

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number within the bounds."""
        value = self._value(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int):
            self.complain(name, "NUMBER_TYPE_COERCE", f"Value {json.dumps(value)} is not int.")
            return None
        if value < least:
            self.complain(name, "NUMBER_TYPE_MIN", f"Value should be at least {least}.")
            return None
        if value > most:
            self.complain(name, "NUMBER_TYPE_MAX", f"Value should be at most {most}.")
            return None
        return value

    def choice(self, name: str, choices: Iterable[int], *, required: bool = False) -> int | None:
        """A whole number out of a list."""
        allowed = tuple(choices)
        value = self._value(name, required=required)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value not in allowed:
            listed = ", ".join(map(str, allowed))
            self.complain(name, "BASE_TYPE_CHOICES", f"Value must be one of {{{listed}}}.")
            return None
        return value

    def flag(self, name: str) -> bool | None:
        """True or false."""
        value = self._value(name)
        if value is None or isinstance(value, bool):
            return value
        self.complain(name, "BOOLEAN_TYPE_CONVERT", "Must be either true or false.")
        return None

    def snowflake(self, name: str, *, required: bool = False) -> str | None:
        """An id, which must come as a string."""
        value = self._value(name, required=required)
        if value is None:
            return None
        if not isinstance(value, str) or not is_snowflake(value):
            message = f"Value {json.dumps(value)} is not snowflake."
            self.complain(name, "NUMBER_TYPE_COERCE", message)
            return None
        return value

    def bits(self, name: str) -> int:
        """A permission bit field, a whole number or its decimal string; 0 where absent."""
        value = self._value(name)
        if value is None:
            return 0
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return value
        if isinstance(value, str) and value.isascii() and value.isdigit():
            return int(value)
        self.complain(name, "PERMISSION_TYPE_COERCE", "Value is not a permission bit field.")
        return 0

    def url(self, name: str) -> str | None:
        """An http or https address."""
        value = self.text(name, limits.URL)
        if value is None:
            return None
        if not value.startswith(("http://", "https://")):
            message = "Scheme must be one of ('http', 'https')."
            self.complain(name, "URL_TYPE_INVALID_SCHEME", message)
            return None
        if not _WELL_FORMED_URL.fullmatch(value):
            self.complain(name, "URL_TYPE_INVALID_URL", "Not a well formed URL.")
            return None
        return value

    def moment(self, name: str) -> str | None:
        """A point in time in ISO 8601, with its offset."""
        value = self.text(name, 64)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            message = f"Could not parse {value}. Should be ISO8601."
            self.complain(name, "DATE_TIME_TYPE_PARSE", message)
            return None
        return moment.isoformat()

    def inner(self, name: str) -> "Form | None":
        """An object within this one."""
        value = self._value(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.complain(name, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType")
            return None
        return self._form_in(name, value)

    def items(self, name: str, most: int) -> list["Form"]:
        """A list of objects."""
        forms = []
        for index, value in enumerate(self._list(name, most)):
            if isinstance(value, dict):
                forms.append(self._form_in(f"{name}/{index}", value))
            else:
                self.complain(
                    name, "DICT_TYPE_CONVERT", "Only dictionaries may be used in a DictType"
                )
        return forms

    def texts(self, name: str, most: int) -> tuple[str, ...]:
        """A list of strings."""
        values = self._list(name, most)
        if all(isinstance(value, str) for value in values):
            return tuple(value for value in values if isinstance(value, str))
        self.complain(name, "STRING_TYPE_CONVERT", "Could not interpret as string.")
        return ()

    def close(self) -> None:
        """Refuse the request if anything was wrong or any field was never asked for."""
        self._name_unknown()
        if self._complaints:
            raise refusals.invalid_form(_nested(self._complaints))

    def _value(self, name: str, *, required: bool = False) -> object:
        self._asked.add(name)
        value = self._fields.get(name)
        if value is None and required:
            self.complain(name, "BASE_TYPE_REQUIRED", "This field is required")
        return value

    def _list(self, name: str, most: int) -> list[object]:
        value = self._value(name)
        if value is None:
            return []
        if not isinstance(value, list):
            self.complain(name, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if len(value) > most:
            self._wrong_length(name, 0, most)
            return []
        return value

    def _wrong_length(self, name: str, least: int, most: int) -> None:
        if least:
            message = f"Must be between {least} and {most} in length."
            self.complain(name, "BASE_TYPE_BAD_LENGTH", message)
        else:
            self.complain(name, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")

    def _form_in(self, at: str, fields: Mapping[str, object]) -> "Form":
        form = Form(fields, self, at)
        self._inner.append(form)
        return form

    def _name_unknown(self) -> None:
        for name in sorted(self._fields.keys() - self._asked):
            self.complain(name, "REHEARSAL_UNKNOWN_KEY", "rehearsal: no such key, or not supported")
        for form in self._inner:
            form._name_unknown()


def _nested(complaints: Iterable[Complaint]) -> FormErrors:
    """The complaints as Discord's tree: names and indexes down to lists called `_errors`."""
    tree: FormErrors = {}
    for complaint in complaints:
        node: FormErrors = tree
        for name in complaint.path:
            below = node.setdefault(name, {})
            if not isinstance(below, dict):
                raise TypeError(f"a field cannot be called {name}")
            node = below
        listed = node.setdefault("_errors", [])
        if isinstance(listed, list):
            listed.append({"code": complaint.code, "message": complaint.message})
    return tree
