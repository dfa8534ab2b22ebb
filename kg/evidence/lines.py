"""Readings as lines of JSON, one an article: for people, for other tools, and as graphs of the first version kept them.

Lines come in and readings go out, or the other way round; nothing is repaired.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from kg.errors import ReadingError, StoreError
from kg.model import Reading
from kg.reader.serialise import from_json, to_json

log = logging.getLogger(__name__)

LINES = "readings.jsonl"
"""The file of a graph of the first version."""


def to_line(reading: Reading) -> str:
    """Return the reading as one line of JSON, with its line end; half of a surrogate pair, which no file holds, as an escape.

    Raises:
        ReadingError: A span's text is not what stands at its offsets.
    """
    value = to_json(reading)
    line = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(value, separators=(",", ":"))
    return f"{line}\n"


def write_lines(readings: Iterable[Reading], stream: IO[bytes]) -> None:
    """Write readings as UTF-8, a line each, in their order."""
    stream.writelines(to_line(reading).encode() for reading in readings)


def read_lines(path: Path) -> Iterator[Reading]:
    """Yield the readings of a file of lines, in their order; a last line that was cut short is left out with a warning.

    Raises:
        StoreError: A line is no reading.
    """
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if line.endswith(b"\n"):
                yield reading_of(line, f"{path}:{number}")
            else:
                log.warning("%s:%d: the last line is cut short, as a stopped run leaves it; its article is read again", path, number)


def reading_of(line: bytes | str, where: str) -> Reading:
    """Return the reading that a line is.

    Raises:
        StoreError: It is none; the message begins with `where`.
    """
    remedy = "Build the graph again into a new folder"
    try:
        value = json.loads(line)
    except ValueError as error:  # UnicodeDecodeError is one
        raise StoreError(f"{where}: no JSON ({error}). {remedy}") from error
    if not isinstance(value, dict):
        raise StoreError(f"{where}: no reading. {remedy}")
    try:
        return from_json(value)
    except ReadingError as error:
        raise StoreError(f"{where}: {error} {remedy}") from error
