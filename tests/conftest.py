"""What several test files share: the sample site, built once the way a user builds it."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import ROOT, build


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the sample site, built strictly."""
    site = tmp_path_factory.mktemp("sample") / "site"
    result = build(ROOT, site, "--strict")
    assert result.returncode == 0, result.stdout + result.stderr
    return site
