"""The readings that a graph rests on, kept as they were read: one JSON line an article in `readings.jsonl`.

Beside them, in `judgements.jsonl`, lies what persons have judged to be the same or different, oldest first; it is only added to.

New readings are appended as they come, so that a run that was stopped goes on where it was; `tidy` then leaves one line an article,
in the order of their ids, so that the same articles give the same file whatever their order. Nothing here decides or changes what
an article says.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.errors import ReadingError, StoreError
from kg.files import whole_file
from kg.model import Decision, Document, Judgement, Reading
from kg.reader.serialise import from_json, to_json

log = logging.getLogger(__name__)

FILE = "readings.jsonl"
JUDGEMENTS = "judgements.jsonl"
_JUDGED: tuple[Judgement, ...] = ("same", "different")


def to_line(reading: Reading) -> str:
    """Return the reading as one line of JSON, with its line end."""
    return json.dumps(to_json(reading), ensure_ascii=False, separators=(",", ":")) + "\n"


def load(folder: Path) -> dict[str, Reading]:
    """Return the readings kept in `folder` by document id; of two for one document the later.

    Raises:
        StoreError: A line is no reading. Only the last line may be cut short, as a run that was stopped leaves it.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    return {reading.document.id: reading for reading in _read(path)}


def find(folder: Path, document: str) -> Reading | None:
    """Return the reading of one document, or `None`; the lines of others are not parsed, so that this is quick in a large corpus.

    Raises:
        StoreError: Its line is no reading.
    """
    path = folder / FILE
    if not path.exists():
        return None
    wanted, found = json.dumps(document, ensure_ascii=False).encode(), None
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if wanted in line and line.endswith(b"\n"):
                reading = _reading(line, f"{path}:{number}")
                found = reading if reading.document.id == document else found
    return found


def append(folder: Path, readings: Iterable[Reading]) -> Iterator[Reading]:
    """Write each reading down before passing it on."""
    _drop_cut_line(folder / FILE)
    with (folder / FILE).open("a", encoding="utf-8", newline="\n") as file:
        for reading in readings:
            file.write(to_line(reading))
            file.flush()
            yield reading


def tidy(folder: Path, readings: Mapping[str, Reading]) -> None:
    """Replace the file, in one step, by these readings in the order of their ids."""
    with whole_file(folder / FILE) as file:
        file.writelines(to_line(readings[key]).encode() for key in sorted(readings))


def is_known(document: Document, readings: Mapping[str, Reading], extractor: str) -> bool:
    """Tell whether this very article was read before, by this very reader."""
    reading = readings.get(document.id)
    return reading is not None and reading.document == document and reading.extractor == extractor


def _read(path: Path) -> Iterator[Reading]:
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.endswith(b"\n"):
                yield _reading(line, f"{path}:{number}")
            else:
                log.warning("%s:%d: the last line is cut short, as a stopped run leaves it; its article is read again", path, number)


def _drop_cut_line(path: Path) -> None:
    """Take off a last line without its end, so that the next one does not run on from it."""
    if not path.exists():
        return
    whole = path.read_bytes()
    if whole and not whole.endswith(b"\n"):
        os.truncate(path, whole.rfind(b"\n") + 1)


def _reading(line: bytes, where: str) -> Reading:
    remedy = "Build the graph again into a new folder"
    try:
        value = json.loads(line.decode())
    except ValueError as error:  # UnicodeDecodeError is one
        raise StoreError(f"{where}: no JSON ({error}). {remedy}") from error
    if not isinstance(value, dict):
        raise StoreError(f"{where}: no reading. {remedy}")
    try:
        return from_json(value)
    except ReadingError as error:
        raise StoreError(f"{where}: {error} {remedy}") from error


# ---------------------------------------------------------------- judgements


def load_judgements(folder: Path) -> tuple[Decision, ...]:
    """Return what persons have judged, oldest first.

    Raises:
        StoreError: A line is no judgement.
    """
    path = folder / JUDGEMENTS
    if not path.exists():
        return ()
    with path.open("rb") as file:
        return tuple(_judgement(line, f"{path}:{number}") for number, line in enumerate(file, start=1))


def add_judgements(folder: Path, made: Iterable[Decision]) -> None:
    """Write judgements down behind those that are there, all or none of them."""
    path = folder / JUDGEMENTS
    before = path.read_bytes() if path.exists() else b""
    with whole_file(path) as file:
        file.write(before)
        for one in made:
            value = {"left": one.left, "right": one.right, "judgement": one.judgement, "reasons": list(one.reasons)}
            file.write(json.dumps(value, ensure_ascii=False).encode() + b"\n")


def _judgement(line: bytes, where: str) -> Decision:
    try:
        value = json.loads(line.decode())
        left, right, judgement = value["left"], value["right"], value["judgement"]
        reasons = tuple(map(str, value.get("reasons", ())))
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{where}: no judgement ({error!r}). Expected left, right and judgement; repair or delete the line") from error
    if not (isinstance(left, str) and isinstance(right, str) and judgement in _JUDGED):
        raise StoreError(f"{where}: no judgement: {value}. Expected two ids, and one of {', '.join(_JUDGED)}; repair or delete the line")
    return Decision(left, right, judgement, 1.0, reasons)
