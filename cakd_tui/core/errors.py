"""The one tree of failures.

    CakdError
    ├── PlatformFileError     platform.yaml can't be read or says something we can't follow
    ├── UnknownProvider       no such notification provider is installed
    ├── CredentialsMissing    a field the provider needs was found nowhere
    ├── ProviderError         the provider's service failed or refused (its package subclasses it)
    │   └── CredentialsRefused    … because it does not accept the credentials
    ├── NoReceiver            Alertmanager can't post to the route by itself
    ├── RouteStoreError       the saved route can't be read or written
    └── SecretStoreError      the keyring is absent, locked, slow, plaintext or refused

Raised where the cause is known, shown only by a face. Each carries the symptom by which the
troubleshooting table finds its row.
"""

from cakd_tui.core.symptom import Symptom


class CakdError(Exception):
    """A failure with a sentence for the operator and a symptom for the troubleshooting table."""

    def __init__(self, message: str, symptom: Symptom | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.symptom = symptom or Symptom(kind="unknown", text=message)


class PlatformFileError(CakdError):
    """`platform.yaml` can't be used; the message names the file, the line and the next step."""


class UnknownProvider(CakdError):
    """The named provider isn't installed; the message lists those that are."""


class CredentialsMissing(CakdError):
    """A value the provider needs was found neither in the environment nor in a store."""


class ProviderError(CakdError):
    """The provider's service failed or refused."""


class CredentialsRefused(ProviderError):
    """The provider's service does not accept the credentials."""


class NoReceiver(CakdError):
    """Alertmanager, or the version in question, can't post to the route; the message says why."""


class RouteStoreError(CakdError):
    """The saved route can't be read or written."""


class SecretStoreError(CakdError):
    """The keyring can't be used; `reason` is absent, locked, slow, refused or plaintext."""

    def __init__(self, message: str, reason: str) -> None:
        super().__init__(message, Symptom("keyring", {"reason": reason}, message))
        self.reason = reason
