"""`cakd doctor`: what is wrong with this machine, its files or its way to the service.

Everything is looked at and nothing changed; no credentials are sent anywhere.
"""

import asyncio
import json as json_format
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from cakd_tui.cli.assembly import services
from cakd_tui.cli.bundle import bundle_text, contents_text, refuse_existing, write_bundle
from cakd_tui.cli.demo_notice import say_demo
from cakd_tui.cli.exit_code import ExitCode
from cakd_tui.cli.health_report import HealthReport, Section, report_fields, report_text
from cakd_tui.cli.machine import machine_findings, process_environment
from cakd_tui.cli.running import run_to_end
from cakd_tui.cli.streams import line_width
from cakd_tui.cli.wait_line import WaitLine
from cakd_tui.core.credentials import found_answer
from cakd_tui.core.errors import SecretStoreError
from cakd_tui.core.events import Event, Waiting
from cakd_tui.core.field import Field
from cakd_tui.core.finding import Check, Finding, Verdict
from cakd_tui.core.health import Diagnosable
from cakd_tui.core.last_run import last_run_finding
from cakd_tui.core.network_settings import network_settings
from cakd_tui.core.preflight import keyring_finding
from cakd_tui.core.reading import Refused
from cakd_tui.core.redaction import redacted, redacted_all
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.core.troubleshooting import own_entries

CONFIG: Final = Check("config-folder", "Config folder")
REACH: Final = Check("reach", "Reachable")


@dataclass(frozen=True, slots=True)
class DoctorOptions:
    """What the command line said."""

    json: bool = False
    bundle: str | None = None
    scenario: str | None = None


def doctor(options: DoctorOptions) -> int:
    """Print what was found; 1 when something is wrong.

    Raises `BadUsage` before anything is looked at where the bundle's file is there already.
    """
    if options.bundle is not None:
        refuse_existing(Path(options.bundle))
    with services(None, options.scenario, answered=True) as built:
        say_demo(options.scenario, "asked or read")
        return run_to_end(_doctor(built, options))


async def _doctor(built: Services, options: DoctorOptions) -> int:
    report, known = await examined(built)
    fields = report_fields(report)
    if options.json:
        print(json_format.dumps(redacted_all(fields, known)))
    else:
        print(redacted(report_text(report, line_width(sys.stdout)), known))
    if options.bundle is not None:
        path, text = Path(options.bundle), bundle_text(fields, known)
        write_bundle(path, text)
        said = contents_text(path, text, len(report.last_run))
        print(f"\n{said}", file=sys.stderr if options.json else sys.stdout)
    return ExitCode.FAILED if report.verdict is Verdict.FAIL else ExitCode.DONE


async def examined(built: Services) -> tuple[HealthReport, Sequence[Secret]]:
    """The report, and the secrets that were met on the way, which must not be in it."""
    keyring, way = await asyncio.gather(keyring_finding(built), _way(built))
    answers = [await _origin(built, field) for field in built.provider.fields]
    environment = {} if built.demo else built.environment
    own = [name for field in built.provider.fields for name in field.variables]
    files, lines = await asyncio.to_thread(_kept, built)
    sections = (
        Section("program", "The program", machine_findings(process_environment())),
        Section("files", "What it keeps", (*files, keyring, *(each for each, _ in answers))),
        Section("network", "The network", (*network_settings(environment, own), *way)),
        Section("last-run", "The last run", (last_run_finding(lines),)),
    )
    demo = built.demo.scenario if built.demo else None
    entries = (*own_entries(), *built.provider.entries())
    known = [secret for _, secret in answers if secret is not None]
    return HealthReport(datetime.now(UTC), demo, sections, lines, entries), known


def _kept(built: Services) -> tuple[tuple[Finding, ...], Sequence[dict[str, object]]]:
    files: Iterable[Finding] = built.files.examine() if built.files else ()
    lines = [dict(line) for line in built.journal.lines()]
    return (built.routes.check(CONFIG), *files), lines


async def _way(built: Services) -> Sequence[Finding]:
    connection = built.provider.connect()
    try:
        if isinstance(connection, Diagnosable):
            with WaitLine() as waits:

                def emit(event: Event) -> None:
                    if isinstance(event, Waiting):
                        waits.show(event)

                return await connection.diagnose(emit)
        return (Finding(REACH, Verdict.SKIPPED, f"{built.provider.title} can't tell"),)
    finally:
        await connection.aclose()


async def _origin(built: Services, field: Field) -> tuple[Finding, Secret | None]:
    """Where the answer to a field would come from, and the answer where it is a secret."""
    check = Check(f"answer-{field.key}", field.title)
    try:
        found = await found_answer(built.provider.name, field, built.sources)
    except SecretStoreError:
        return Finding(check, Verdict.SKIPPED, "not set, and the keyring can't be asked"), None
    if found is None:
        return Finding(check, Verdict.SKIPPED, "none yet; the wizard asks for it"), None
    secret = found.value if field.secret else None
    origin = f"from {'the demo' if built.demo else found.source}"
    reading = field.read(found.value.reveal())
    if isinstance(reading, Refused):
        return Finding(check, Verdict.FAIL, origin, headline=reading.reason), secret
    return Finding(check, Verdict.PASS, origin), secret
