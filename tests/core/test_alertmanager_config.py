"""The configuration for Alertmanager: its tree, its receivers and how names are escaped.

Whether Alertmanager reads it so is shown in tests/alertmanager.
"""

import pytest

from cakd_tui.core.alertmanager_config import Agent, directly, equals, one_of, through_agent

TIMING = {
    "group_by": ["namespace", "alertname"],
    "group_wait": "30s",
    "group_interval": "5m",
    "repeat_interval": "4h",
}
SENDER = {"some_configs": [{"url": "https://example.com"}]}


def test_each_project_has_a_receiver_and_what_is_for_none_is_dropped() -> None:
    assert directly({"a": SENDER, "b": {}}) == {
        "route": {
            "receiver": "cakd-default",
            **TIMING,
            "routes": [
                {"matchers": ['namespace="a"'], "receiver": "cakd/a"},
                {"matchers": ['namespace="b"'], "receiver": "cakd/b"},
            ],
        },
        "receivers": [
            {"name": "cakd-default"},
            {"name": "cakd/a", **SENDER},
            {"name": "cakd/b"},
        ],
    }


def test_what_is_for_no_project_may_go_to_one_of_them() -> None:
    config = directly({"a": {}, "b": {}}, default="b")
    assert config["route"]["receiver"] == "cakd/b"  # type: ignore[index]  # a nested mapping
    assert config["receivers"] == [{"name": "cakd/a"}, {"name": "cakd/b"}]


def test_all_alerts_go_through_the_agent_without_a_word_of_any_project() -> None:
    config = through_agent(Agent("http://agent:8080/", "/etc/cakd/agent.secret"))
    assert config == {
        "route": {"receiver": "cakd-agent", **TIMING},
        "receivers": [
            {
                "name": "cakd-agent",
                "webhook_configs": [
                    {
                        "url": "http://agent:8080/api/v1/alerts",
                        "send_resolved": True,
                        "max_alerts": 0,
                        "http_config": {
                            "follow_redirects": False,
                            "authorization": {
                                "type": "Bearer",
                                "credentials_file": "/etc/cakd/agent.secret",
                            },
                        },
                    }
                ],
            }
        ],
    }


def test_the_alerts_of_some_projects_go_through_the_agent() -> None:
    config = through_agent(Agent("http://agent:8080"), ["a-b", "b.c"])
    assert config["route"] == {
        "receiver": "cakd-default",
        **TIMING,
        "routes": [{"matchers": [r'namespace=~"a-b|b\\.c"'], "receiver": "cakd-agent"}],
    }
    assert "authorization" not in str(config)


@pytest.mark.parametrize(
    ("value", "matcher"),
    [
        ("my-project", 'namespace="my-project"'),
        ('a"b', r'namespace="a\"b"'),
        (r"a\b", r'namespace="a\\b"'),
        ("a\nb", r'namespace="a\nb"'),
    ],
)
def test_a_matcher_means_the_value_as_it_is_written(value: str, matcher: str) -> None:
    assert equals("namespace", value) == matcher


@pytest.mark.parametrize("values", [[], ["a", ""]])
def test_an_empty_value_would_match_what_has_no_such_label(values: list[str]) -> None:
    with pytest.raises(ValueError, match="no such label"):
        one_of("namespace", values)
    with pytest.raises(ValueError, match="no such label"):
        equals("namespace", "")
