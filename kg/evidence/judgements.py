"""What persons have judged to be the same or different, oldest first, in `judgements.jsonl`; it is only added to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from kg.errors import StoreError
from kg.files import whole_file
from kg.model import Decision, Judgement

JUDGEMENTS = "judgements.jsonl"
_JUDGED: tuple[Judgement, ...] = ("same", "different")


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
