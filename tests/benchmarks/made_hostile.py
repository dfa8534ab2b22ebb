"""Makes hostile inputs, by class: files as strangers send them to do harm, or by mistake. The same seed makes the same bytes.

Where words may become a script, a request or a file, they carry the input's own mark, so that `hostile.py` can tell whose it was. Archives
that grow without end, and texts of millions of characters, take long: they are in `LONG`.
"""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import hostile_files as files
import hostile_texts as texts
from hostile_parts import Make, story

CLASSES: Final[Mapping[str, Make]] = {
    "encodings": texts.encodings,
    "bidi and unseen characters": texts.unseen_characters,
    "halves of surrogate pairs": texts.surrogates,
    "texts of one character": texts.shortest,
    "control characters": texts.controls,
    "odd letters": texts.odd_letters,
    "numbers and times": texts.numbers,
    "long runs": texts.long_runs,
    "scripts in fields": texts.scripts_in_fields,
    "scripts in text": texts.scripts_in_text,
    "scripts in pages and Markdown": texts.scripts_in_pages,
    "SPARQL and IRIs": texts.queries_in_fields,
    "formulas": texts.formulas,
    "templates, shells and paths": texts.templates_and_paths,
    "broken tables": texts.broken_tables,
    "broken JSON": texts.broken_lines,
    "dates": texts.dates,
    "page bombs": files.page_bombs,
    "entities and feeds": files.entities_and_feeds,
    "Markdown": files.markdown,
    "PDF": files.pdfs,
    "Parquet": files.parquet,
    "web archives": files.web_archives,
    "random bytes": files.random_bytes,
    "archives": files.archives,
    "names of files": files.file_names,
    "other languages": files.languages,
}
"""What is tried, by class."""
LONG: Final[Mapping[str, Make]] = {"bombs": files.bombs, "long texts": files.long_texts}
"""What takes minutes."""
LINKS: Final = "links, devices and deep folders"
"""The class that is no files; `write_links` makes it."""


def write_class(folder: Path, make: Make, *, seed: int, every: int = 1) -> list[Path]:
    """Write the files of a class, or each so many-th of them, and return their paths; a file that no file system takes is left out."""
    folder.mkdir(parents=True)
    paths = []
    for number, (name, content) in enumerate(make(random.Random(seed))):  # noqa: S311 - bytes, no secret
        if number % every == 0:
            paths.append(folder / name)
            with paths[-1].open("xb") as file:
                file.write(content)
    return paths


def write_links(folder: Path) -> list[Path]:
    """Make what folders hold beside files: links, pipes, devices, folders without end; return the paths that must be told or read."""
    folder.mkdir(parents=True)
    for name, target in (
        ("nowhere.txt", "gone"),
        ("loop.txt", "loop.txt"),
        ("zero.txt", "/dev/zero"),
        ("full.txt", "/dev/full"),
        ("self.jsonl", "/proc/self/mem"),
    ):
        (folder / name).symlink_to(target)
    for name, place in (("up.txt", Path("..")), ("folder.txt", folder)):
        (folder / name).symlink_to(place, target_is_directory=True)
    os.mkfifo(folder / "pipe.txt")
    (folder / "empty").mkdir()
    (folder / "folder.html").mkdir()
    (folder / "folder.html" / "a.txt").write_text(story(1), encoding="utf-8")
    for depth in (100, 1500):
        deepest = _deep_folder(folder / f"deep{depth}", depth)
        with open(f"{deepest}/a.txt", "x", encoding="utf-8") as file:  # noqa: PTH123 - pathlib would take the path apart again and again
            file.write(story(depth))
    return sorted(path for path in folder.iterdir() if path.name != "empty")  # which holds nothing to be told


def _deep_folder(folder: Path, depth: int) -> str:
    path = str(folder)
    for _ in range(depth):
        os.mkdir(path)  # noqa: PTH102 - see above
        path += "/d"
    os.mkdir(path)  # noqa: PTH102 - see above
    return path
