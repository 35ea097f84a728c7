"""The project's name, and what is called after it."""

from dataclasses import replace

from cakd_tui.core.answers import Answers
from cakd_tui.core.errors import PlatformFileError
from cakd_tui.core.plan import Plan, PlanLine, Verb
from cakd_tui.core.platform_step import SAID
from cakd_tui.core.route import Remembered, Route
from cakd_tui.core.services import Services
from cakd_tui.tui.project_state import ProjectState, Suggested, Surroundings

NEW_FILE = PlanLine(Verb.CREATE, "file", "platform.yaml", "providers.notification: pigeon")
ROUTE = Route("ops", "pigeon", remembered=(Remembered("perch", "1", "perch-ops", made=True),))


def rows(state: ProjectState, services: Services) -> dict[str, str]:
    """What will happen, by kind."""
    found = {row.kind: row.state for row in state.rows(services, Answers())}
    assert found.pop("options") == "^p chooses"
    return found


def looked(known: Route | None = None, file: PlanLine = NEW_FILE) -> ProjectState:
    """The state once what exists for the project "ops" is known."""
    return ProjectState("ops", surroundings=Surroundings("ops", known, file))


def test_what_only_the_service_knows_is_not_called_new(services: Services) -> None:
    found = rows(looked(), services)
    assert found == {"perch": "+ made if missing", "route": "+ new", "file": "+ new"}


def test_a_plan_for_this_project_knows_better(services: Services) -> None:
    plan = Plan((PlanLine(Verb.REUSE, "perch", "perch-ops"),), 0)
    for project, state in (("ops", "= exists, will be reused"), ("other", "+ made if missing")):
        planned = looked().rows(services, Answers(project), plan)
        assert planned[0].state == state


def test_a_route_to_another_place_says_nothing_about_this_one(services: Services) -> None:
    route = replace(ROUTE, values={"loft": "7"})
    for loft, state in (("7", "= exists, will be reused"), ("8", "+ made if missing")):
        answers = Answers().with_value("loft", loft)
        assert looked(route).rows(services, answers)[0].state == state


def test_what_exists_is_said_to_be_reused(services: Services) -> None:
    found = rows(looked(ROUTE), services)
    assert found["perch"] == "= exists, will be reused"
    assert found["route"] == "~ exists, will be updated"


def test_what_exists_for_another_project_says_nothing_about_this_one(services: Services) -> None:
    state = replace(looked(ROUTE), text="other")
    assert set(rows(state, services).values()) == {"◌ looking"}


def test_the_file_says_what_becomes_of_it(services: Services) -> None:
    added = replace(NEW_FILE, verb=Verb.UPDATE)
    here = Surroundings("ops", None, added, "+ 3 lines")
    assert rows(ProjectState("ops", surroundings=here), services)["file"] == "+ 3 lines"
    assert rows(looked(file=added), services)["file"] == "~ exists, will be updated"
    said = replace(NEW_FILE, verb=Verb.LEAVE, remark="", reason=SAID)
    assert rows(looked(file=said), services)["file"] == "· already says so"
    broken = replace(NEW_FILE, verb=Verb.LEAVE, remark="", reason="platform.yaml:3: no")
    assert rows(looked(file=broken), services)["file"] == "! left as it is"


def test_a_broken_file_is_not_explained_twice(services: Services) -> None:
    broken = replace(NEW_FILE, verb=Verb.LEAVE, remark="", reason="platform.yaml:3: no")
    state = replace(looked(file=broken), suggested=Suggested("ops", "x", PlatformFileError("no")))
    assert [row.remark for row in state.rows(services, Answers())][-1] == ""


def test_a_name_that_cannot_be_used_previews_nothing_and_offers_another(
    services: Services,
) -> None:
    state = ProjectState("My Project")
    assert state.rows(services, Answers()) == ()
    assert state.correction == "my-project"
    assert state.hindrance


def test_what_is_typed_stays_when_the_suggestion_comes_late() -> None:
    suggested = Suggested("ops-lab", "platform.yaml")
    assert ProjectState("mine").with_suggested(suggested).text == "mine"
    assert ProjectState("").with_suggested(suggested).text == "ops-lab"


def test_the_source_is_named_only_for_its_own_name() -> None:
    state = ProjectState("").with_suggested(Suggested("ops-lab", "platform.yaml"))
    assert state.notes()[0].text == "From platform.yaml."
    assert "platform.yaml" not in replace(state, text="other").notes()[0].text


def test_an_empty_line_is_not_scolded_before_the_suggestion_came() -> None:
    assert ProjectState("").notes() == ()
