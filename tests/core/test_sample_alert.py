"""The alert of a test: it says of itself that it is none."""

from datetime import UTC, datetime, timedelta

from cakd_tui.core.sample_alert import sample_alert


def test_it_says_that_nothing_is_wrong_and_whose_it_is() -> None:
    alert = sample_alert("my-project")
    assert alert.firing
    assert alert.name == "TestAlert"
    assert alert.namespace == "my-project"
    assert "Nothing is wrong" in alert.annotations["summary"]
    assert "namespace my-project" in alert.annotations["description"]
    assert alert.severity == "info"


def test_it_fires_as_of_now() -> None:
    age = datetime.now(UTC) - sample_alert("my-project").starts_at
    assert timedelta(0) <= age < timedelta(minutes=1)


def test_in_the_worst_case_everything_about_it_is_long() -> None:
    alert = sample_alert("my-project", worst_case=True)
    assert alert.namespace == "my-project"
    assert len(alert.labels) > 40
    assert "Nothing is wrong" in alert.annotations["summary"]
    long = (alert.name, alert.annotations["description"], alert.generator_url, *alert.labels)
    assert sum(len(each) >= 8000 for each in long) == 43
