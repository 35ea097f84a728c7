"""How much of `platform.yaml` a run would change, counted in lines."""

from difflib import SequenceMatcher

from cakd_tui.core.errors import PlatformFileError
from cakd_tui.core.platform_file import with_provider
from cakd_tui.core.platform_step import PlatformFileStep
from cakd_tui.core.platform_yaml import read_text


def platform_change(step: PlatformFileStep) -> str:
    """What the step would do to the file that is there; reads it.

    Empty where it changes nothing, or can't.
    """
    try:
        text = read_text(step.path)
        after = with_provider(text, step.project, step.provider, step.path.name, step.options)
    except PlatformFileError:
        return ""
    return counted(text, after)


def counted(before: str, after: str) -> str:
    """The difference in words: "+ one line", "+ 3 lines", "~ 2 lines change"."""
    old, new = _apart(before.splitlines(), after.splitlines())
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    differing = [step for step in steps if step[0] != "equal"]
    many = sum(
        max(old_end - old_start, new_end - new_start)
        for _, old_start, old_end, new_start, new_end in differing
    )
    if not many:
        return ""
    if all(tag == "insert" for tag, *_ in differing):
        return "+ one line" if many == 1 else f"+ {many} lines"
    return "~ one line changes" if many == 1 else f"~ {many} lines change"


def _apart(old: list[str], new: list[str]) -> tuple[list[str], list[str]]:
    """Both without what they begin and end with alike: comparing the rest is what takes time."""
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return old[start : len(old) - end], new[start : len(new) - end]
