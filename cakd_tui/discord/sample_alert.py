"""The message a test sends: an alert that says of itself that it is none."""

from cakd_tui.discord.naming import channel_topic

_GREEN = 0x2ECC71


def sample_alert(project: str) -> dict[str, object]:
    """The body of an execute-webhook request; nobody is mentioned by it.

    Source: Discord docs, Webhook (Execute Webhook) and Message (Allowed Mentions).
    """
    return {
        "embeds": [
            {
                "title": f"Test alert for {project}",
                "description": (
                    "Nothing is wrong. This channel receives the alerts of "
                    f"namespace `{project}`, and this message shows that they arrive."
                ),
                "color": _GREEN,
                "footer": {"text": channel_topic(project)},
            }
        ],
        "allowed_mentions": {"parse": []},
    }
