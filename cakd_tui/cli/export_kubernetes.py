"""`cakd routes export kubernetes`: the agent as a service in a cluster, ready for kubectl."""

import shlex
from pathlib import Path
from typing import Final

from cakd_tui import __version__
from cakd_tui.cli.bad_usage import BadUsage
from cakd_tui.cli.export_map import map_text
from cakd_tui.cli.export_request import Exported, ExportOptions
from cakd_tui.cli.saved_routes import usable_routes
from cakd_tui.core.errors import CakdError
from cakd_tui.core.secret import Secret
from cakd_tui.core.services import Services
from cakd_tui.core.symptom import Symptom

PACKAGE: Final = f"cakd-tui[agent]=={__version__}"
_MAKE_SECRET: Final = "(umask 077; openssl rand -hex 32 > agent.secret)"


def kubernetes(built: Services, options: ExportOptions) -> Exported:
    """The objects; webhook URLs and the agent's secret are in one of them, the Secret."""
    from cakd_tui.core.agent_port import PORT
    from cakd_tui.core.kubernetes_manifests import PYTHON_IMAGE, Program, manifests
    from cakd_tui.core.yaml_text import yaml_text

    secret = _agent_secret(options.agent_secret_file)
    package = options.package or ("" if options.image else PACKAGE)
    program = Program(options.image or PYTHON_IMAGE, package)
    routes = usable_routes(built.routes, options.projects)
    objects = manifests(map_text(routes, options.default), secret, program)
    name = shlex.quote(str(options.target.path or "FILE"))
    apply = f"kubectl apply --server-side -n NAMESPACE -f {name}"
    remarks = (
        "cakd-agent in Kubernetes, made by `cakd routes export kubernetes`.",
        "The Secret holds webhook URLs and the agent's secret: keep this as you keep a password.",
        "",
        f"    {apply}",
        "",
        "--server-side: else kubectl copies the Secret into an annotation of its own.",
        _origin(program.image, package),
        "What is not delivered yet is on the volume and outlives the Pod, its only writer.",
        "After cakd create, rotate or destroy export and apply it again: the agent reads the new",
        "routes within a minute or two, without a restart.",
        f"Alertmanager reaches it at http://cakd-agent.NAMESPACE:{PORT}; its configuration:",
        f"    cakd routes export alertmanager --via-agent http://cakd-agent.NAMESPACE:{PORT} \\",
        "        --agent-secret-file PATH-OF-THE-SAME-SECRET",
    )
    return Exported(yaml_text(objects, remarks), secret=True, next_steps=(f"Next:  {apply}",))


def _origin(image: str, package: str) -> str:
    """Where the agent comes from, as there is no published image of it."""
    if not package:
        return f"The image {image} brings cakd-agent with it."
    return f"An init container installs {package} by pip; --image names an image that has it."


def _agent_secret(file: str | None) -> Secret:
    """What the file holds. Raises `BadUsage` without a file, and where it holds no secret."""
    if file is None:
        raise BadUsage(
            "in a cluster the agent listens beyond its own machine, so it needs a secret: "
            f"name its file with --agent-secret-file; this makes one: {_MAKE_SECRET}"
        )
    path = Path(file)
    try:
        text = path.read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        said = (getattr(error, "strerror", None) or "it holds no text").lower()
        message = f"open {path}: {said}; this makes a secret: {_MAKE_SECRET}"
        raise CakdError(message, Symptom("export", {}, message)) from None
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise BadUsage(f"{path} holds no secret, which is one word; this makes one: {_MAKE_SECRET}")
    return Secret(text)
