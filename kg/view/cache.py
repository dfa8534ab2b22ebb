"""Remembers what takes long to compute: a question in plain data comes in, its answer goes out, from a file or computed anew.

Files lie in the user's cache folder, named by the hash of the question and of the versions that shape the answer, so that a wrong answer is
never found; a folder that cannot be written only costs time. The answer is the same with the cache and without it.
"""

from __future__ import annotations

import hashlib
import json
import logging
from importlib.metadata import version
from typing import TYPE_CHECKING, TypeVar

from platformdirs import user_cache_path

from kg.files import whole_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

log = logging.getLogger(__name__)

T = TypeVar("T")

METHOD = 2  # to be raised by each change of the code whose answers are remembered
LIBRARIES = ("networkx", "numpy", "rustworkx")
WORTH_IT = 400  # nodes below which computing takes no longer than a second
MOST_FILES = 64


def remembered(kind: str, question: object, *, size: int, compute: Callable[[], T]) -> T:
    """Return the answer to `question`, computed if no file holds it yet.

    Args:
        kind: What is asked; part of the file's name.
        question: All that the answer depends on, as JSON could hold it.
        size: How many nodes it is about; below `WORTH_IT` no file is read or written.
        compute: Returns the answer, of lists and numbers only: they come back from a file as they were.
    """
    if size < WORTH_IT:
        return compute()
    path = _folder() / f"{kind}-{_digest(question)}.json"
    try:
        found: T = json.loads(path.read_text(encoding="ascii"))
    except (OSError, ValueError):  # not there, or not whole
        found = compute()
        _keep(path, found)
    return found


def _folder() -> Path:
    return user_cache_path("kg") / "pictures"


def _digest(question: object) -> str:
    shaped_by = [METHOD, [version(name) for name in LIBRARIES]]
    return hashlib.sha256(json.dumps([shaped_by, question]).encode()).hexdigest()[:32]


def _keep(path: Path, answer: object) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(path) as file:
            file.write(json.dumps(answer, separators=(",", ":")).encode("ascii"))
        files = sorted(path.parent.glob("*.json"), key=lambda file: file.stat().st_mtime_ns)
        for old in files[: max(0, len(files) - MOST_FILES)]:
            old.unlink(missing_ok=True)
    except OSError as error:
        log.info("%s: not remembered (%s)", path, error.strerror)
