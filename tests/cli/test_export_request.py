"""Options of one format are refused with another."""

import pytest

from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.export_request import ExportOptions, refuse_foreign


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (
            ExportOptions("env", webhook_files="x"),
            "--webhook-files goes with alertmanager, ",
        ),
        (ExportOptions("kubernetes", am_version="0.28"), "--am-version goes with alertmanager"),
        (ExportOptions("cakd-agent", via_agent="x"), "--via-agent goes with alertmanager"),
        (
            ExportOptions("env", agent_secret_file="x"),
            "--agent-secret-file goes with alertmanager and kubernetes, not with env: leave it out",
        ),
        (ExportOptions("alertmanager", image="x"), "--image goes with kubernetes"),
        (ExportOptions("alertmanager", package="x"), "--package goes with kubernetes"),
        (ExportOptions("env", default="x"), "--default goes with alertmanager and kubernetes and"),
    ],
    ids=lambda each: each if isinstance(each, str) else each.format,
)
def test_an_option_of_another_format_is_refused(options: ExportOptions, said: str) -> None:
    with pytest.raises(BadUsage, match=said):
        refuse_foreign(options)


def test_an_option_that_is_empty_was_given_too() -> None:
    with pytest.raises(BadUsage):
        refuse_foreign(ExportOptions("env", image=""))


def test_options_of_its_own_are_taken() -> None:
    refuse_foreign(ExportOptions("kubernetes", image="x", package="y", agent_secret_file="z"))
    refuse_foreign(ExportOptions("alertmanager", webhook_files="x", am_version="1", default="z"))
