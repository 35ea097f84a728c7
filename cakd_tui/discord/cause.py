"""Which one cause is behind a refusal that Discord gives for several.

Pure: from the answers at hand to a name, or to `unknown` where they don't settle it.

Source: Discord docs, Opcodes and Status Codes; which routes answer strangers how is observed.
"""

from typing import Final, Literal

from cakd_tui.discord.evidence import (
    MISSING_ACCESS,
    MISSING_PERMISSIONS,
    UNKNOWN_GUILD,
    Evidence,
    code_of,
)
from cakd_tui.discord.http.errors import ApiError, CloudflareBlocked, ServerError, Unauthorized
from cakd_tui.discord.known_cause import UNKNOWN, Cause, Diagnosis
from cakd_tui.discord.refused_permission import ON_A_CHANNEL, hangs_on_overwrites, lacking

_FILLED_BY_THE_OPERATOR: Final = ("name:", "parent_id:", "channel_id:", "guild_id:")
_BAD_FORM: Final = (50035, 50109)
_BOT_TOKEN: Final = (0, 40001, 50014)
_ONLY_BOTS: Final = 20002
_TWO_FACTOR: Final = 60003
_SIGN_IN_TO_THE_NETWORK: Final = 511


def diagnosed(evidence: Evidence) -> Diagnosis:
    """The one cause that the evidence leads to.

    What names itself (no answer, a limit, an answer that can't be read) is left unknown here.
    """
    match evidence.error:
        case CloudflareBlocked():
            return Diagnosis(Cause.CLOUDFLARE)
        case Unauthorized() as error:
            return _token(evidence, error)
        case ServerError(status=status):
            return UNKNOWN if status == _SIGN_IN_TO_THE_NETWORK else Diagnosis(Cause.OUTAGE)
        case ApiError() as error:
            return _refusal(evidence, error)
        case _:
            return UNKNOWN


def question(evidence: Evidence) -> Literal["guilds", "member"] | None:
    """The one thing to ask that can settle an unknown cause; None where nothing would.

    The list of servers tells of membership and of what the roles grant, the bot's own member of
    its roles, time-out and screening.
    """
    error = evidence.error
    if not isinstance(error, ApiError) or isinstance(error, CloudflareBlocked | Unauthorized):
        return None
    if is_about_membership(evidence, error):
        return "guilds"
    if error.code in (MISSING_ACCESS, MISSING_PERMISSIONS):
        return "guilds" if hangs_on_overwrites(evidence) else "member"
    return None


def is_about_membership(evidence: Evidence, error: ApiError) -> bool:
    """Whether the first question is if the bot is in the server at all."""
    if error.code == UNKNOWN_GUILD:
        return True
    apart = evidence.in_category or error.asked.action in ON_A_CHANNEL
    return error.code == MISSING_ACCESS and not apart


def _refusal(evidence: Evidence, error: ApiError) -> Diagnosis:
    if error.code == _TWO_FACTOR:
        return Diagnosis(Cause.OWNER_WITHOUT_2FA)
    if error.code == _ONLY_BOTS:
        return Diagnosis(Cause.PERSONS_TOKEN)
    if error.code in _BAD_FORM:
        theirs = any(each.startswith(_FILLED_BY_THE_OPERATOR) for each in error.form_errors)
        return UNKNOWN if theirs else Diagnosis(Cause.OUR_BUG)
    if is_about_membership(evidence, error):
        return _membership(evidence, error)
    if error.code in (MISSING_ACCESS, MISSING_PERMISSIONS):
        return lacking(evidence, error)
    return UNKNOWN


def _token(evidence: Evidence, error: Unauthorized) -> Diagnosis:
    # A 401 without a word of Discord's is that of a page to sign in at, on the way to it.
    if error.code not in _BOT_TOKEN or not error.api_message:
        return UNKNOWN
    person = evidence.user is not None and not evidence.user.bot
    return Diagnosis(Cause.PERSONS_TOKEN if person else Cause.TOKEN_REFUSED)


def _membership(evidence: Evidence, error: ApiError) -> Diagnosis:
    if evidence.joined is False:
        return _stranger(evidence, error)
    if evidence.joined is None:
        return UNKNOWN
    if error.code == UNKNOWN_GUILD:
        return Diagnosis(Cause.FALSE_UNKNOWN_GUILD)
    if error.asked.action == "channel":
        return Diagnosis(Cause.HIDDEN_CHANNEL, {"channel": evidence.channel_name or "#alerts"})
    return UNKNOWN


def _stranger(evidence: Evidence, error: ApiError) -> Diagnosis:
    """For a bot that is not in the server: whether there is such a server.

    The server's own route doesn't tell; of the others, those of a server that exists answer
    strangers Missing Access (observed).
    """
    names = {"whereabouts": evidence.whereabouts}
    if evidence.user is not None and evidence.user.id == evidence.guild_id:
        return Diagnosis(Cause.WRONG_ID, names)
    if evidence.was_here or not evidence.guilds:
        return Diagnosis(Cause.NOT_IN_GUILD, names)
    codes = {code_of(evidence.channels), code_of(evidence.member)}
    if error.asked.action != "guild":
        codes.add(error.code)
    if MISSING_ACCESS in codes:
        return Diagnosis(Cause.NOT_IN_GUILD, names)
    return Diagnosis(Cause.WRONG_ID, names) if UNKNOWN_GUILD in codes else UNKNOWN
