"""No test sees what the user who runs it has added for himself."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

collect_ignore = ["store/other_process.py"]  # what other processes do in tests is no test


@pytest.fixture(autouse=True, scope="session")
def _no_own_places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """An empty data folder, also for the programs that tests start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DRAGOMAN_DATA", str(tmp_path_factory.mktemp("data")))
        yield
