"""What all tests share: which tests are deselected for want of something, and a header that says so.

Tests marked `browser` run where a Chromium is on PATH, those marked `train` where torch is installed (the `[train]` extra).
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

CHROMIUM = next((path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None)

settings.register_profile("suite", derandomize=True, deadline=None, database=None)  # the same examples in each run
settings.register_profile("deep", max_examples=3000, deadline=None)  # pytest --hypothesis-profile=deep tests/test_properties_*.py
settings.load_profile("suite")

HAS_TORCH = find_spec("torch") is not None
collect_ignore_glob = [] if HAS_TORCH else ["test_train*.py"]  # these import torch, so they cannot even be collected without it


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of a file: starting it takes longer than most of them."""
    from browsing import FLAGS  # noqa: PLC0415 - only where there is a browser
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


def pytest_report_header() -> list[str]:
    return [
        f"browser tests: {CHROMIUM or 'deselected, as no Chromium is on PATH (install the package chromium to run them)'}",
        f"train tests: {'run' if HAS_TORCH else 'deselected, as torch is not installed (pip install -e .[train] to run them)'}",
    ]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanting = {name for name, there in (("browser", CHROMIUM is not None), ("train", HAS_TORCH)) if not there}
    left_out = [item for item in items if any(item.get_closest_marker(name) for name in wanting)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]
