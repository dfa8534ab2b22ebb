"""Keeps graphs safe: says what is damaged in one, and copies one while it is in use.

Folders of graphs come in; complete copies, or sentences about damage, go out. A copy is a graph like any other.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from kg import store
from kg.errors import StoreError
from kg.evidence import FILE, Evidence
from kg.files import sync_folder, whole_file
from kg.store import Layout


def damages(folder: Path | str) -> tuple[str, ...]:
    """Return what is damaged in a graph and the evidence that it rests on, a sentence each; every byte is read.

    Raises:
        StoreError: There is no graph, or it cannot be told what it should hold, since its stamp is damaged.
    """
    found = list(store.damages(folder))
    if (Path(folder) / FILE).exists():
        try:
            with Evidence.open(Path(folder)) as evidence:
                found += evidence.damages()
        except StoreError as error:
            found.append(str(error))
    return tuple(found)


def backup(folder: Path | str, target: Path | str) -> None:
    """Copy a graph, with all that it rests on, to a new folder; others may read and build it meanwhile.

    The copy has the state of the graph at one moment, and at least the evidence of that moment. It shares no file with the graph, is
    compared with its checksums, and is on the disk when this returns; before that there is no folder of its name.

    Raises:
        StoreError: There is no graph, it is damaged, `target` exists, or it cannot be written.
    """
    source, goal = Path(folder), Path(target)
    if goal.exists():
        raise StoreError(f"{goal}: this exists already. Give a new folder, or move that one away")
    part = goal.with_name(f"{goal.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)  # of a copy that was stopped
        _copy(source, part)
        part.rename(goal)
        sync_folder(goal.absolute().parent)
    except OSError as error:
        raise StoreError(f"{goal}: the copy cannot be written: {error}. Give another place") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def restore(folder: Path | str, target: Path | str) -> None:
    """Make a graph of a backup, after all of it has been read and found undamaged; see `backup`.

    Raises:
        StoreError: There is no backup, it is damaged, `target` exists, or it cannot be written.
    """
    found = damages(folder)
    if found:
        raise StoreError(f"{folder}: the backup is damaged: {found[0]}. Use another one")
    backup(folder, target)


def _copy(source: Path, part: Path) -> None:
    """Copy the graph first: what is read meanwhile is then evidence that it has not yet, and not the other way round."""
    store.copy_store(source, part)
    if (source / FILE).exists():
        with Evidence.open(source) as evidence:
            evidence.copy(part)
    layout = Layout(source)
    for path in (layout.judgements, layout.gazetteer):
        if path.exists():
            with path.open("rb") as file, whole_file(part / path.name) as kept:
                shutil.copyfileobj(file, kept)
