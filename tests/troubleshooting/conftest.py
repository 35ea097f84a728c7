"""A stage for every test, with an authority that is the only one trusted."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.troubleshooting.certificates import Authority
from tests.troubleshooting.stage import Stage, staged


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    authority = Authority(tmp_path_factory.mktemp("authority"))
    authority.write_root()
    return authority


@pytest.fixture
async def stage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, authority: Authority
) -> AsyncIterator[Stage]:
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name.upper()}_PROXY", raising=False)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.root))
    async with staged(tmp_path, monkeypatch, authority) as stage:
        yield stage
