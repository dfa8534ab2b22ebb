"""From paths to documents: files, folders and standard input, in a fixed order.

Which parser reads a file is decided by its suffix alone, from the table `PARSERS`. What cannot be read is told to the caller and
passed over. Nothing is remembered between two articles, so a corpus of any size streams through.
"""

from __future__ import annotations

import codecs
import io
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import BinaryIO

from kg.documents.article import Defaults, Parser
from kg.documents.html import parse_html
from kg.documents.jsonl import parse_jsonl
from kg.documents.text import parse_text
from kg.errors import DocumentError
from kg.model import Document

PARSERS: dict[str, Parser] = {".htm": parse_html, ".html": parse_html, ".jsonl": parse_jsonl, ".txt": parse_text}
STORE_SUFFIX = ".kg"
"""A folder of this suffix is what `build` wrote; its files are no articles."""
STDIN = "-"
PEEK = 64
"""So many bytes are enough to see the first one after a byte order mark and blank lines."""
FIRST_BYTES: dict[bytes, Parser] = {b"{": parse_jsonl, b"<": parse_html}
"""What standard input is, told by its first byte; anything else is plain text."""


def read_documents(
    paths: Iterable[Path | str],
    *,
    published: date | None = None,
    publisher: str | None = None,
    language: str | None = None,
    on_problem: Callable[[DocumentError], None],
) -> Iterator[Document]:
    """Read articles from files, folders and standard input (`-`).

    Args:
        paths: Files, and folders, which are searched to any depth in the order of their names.
        published: The date of articles that do not say theirs; likewise `publisher` and `language`.
        publisher: See `published`.
        language: See `published`.
        on_problem: Told of each file or line that is no article; reading goes on with the next.

    Yields:
        One document an article, in the order of `paths`, then of file names, then of lines.
    """
    defaults = Defaults(published, publisher, language)
    for path in paths:
        for found in _read_path(path, defaults):
            if isinstance(found, DocumentError):
                on_problem(found)
            else:
                yield found


def _read_path(path: Path | str, defaults: Defaults) -> Iterator[Document | DocumentError]:
    if str(path) == STDIN:
        yield from _read_stdin(defaults)
    elif _is_folder(Path(path)):
        found = False
        for found_there in _read_folder(Path(path), defaults):
            found = True
            yield found_there
        if not found:
            yield DocumentError(str(path), "no file in this folder", f"Put articles in it ({_suffixes()})")
    else:
        yield from _read_file(Path(path), defaults)


def _read_stdin(defaults: Defaults) -> Iterator[Document | DocumentError]:
    stream = sys.stdin.buffer
    first = _peek(stream).removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    yield from _parse(FIRST_BYTES.get(first, parse_text), stream, "<stdin>", defaults)


def _peek(stream: BinaryIO) -> bytes:
    """Return the first bytes without taking them; a stream without `peek` lies in memory and can be wound back."""
    if isinstance(stream, io.BufferedReader):
        return stream.peek(PEEK)
    start = stream.read(PEEK)
    stream.seek(0)
    return start


def _read_folder(folder: Path, defaults: Defaults) -> Iterator[Document | DocumentError]:
    """Read what lies in `folder`, less hidden files and what `build` wrote; links to folders are not followed."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield DocumentError(str(folder), f"cannot be listed ({error.strerror})", "Check the folder's permissions")
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.suffix == STORE_SUFFIX:
            continue
        if _is_folder(entry) and not entry.is_symlink():
            yield from _read_folder(entry, defaults)
        else:
            yield from _read_file(entry, defaults)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that no file system holds; opening it will say so
        return False


def _read_file(path: Path, defaults: Defaults) -> Iterator[Document | DocumentError]:
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        yield DocumentError(str(path), "no such file or folder", "Check the path")
        return
    except OSError as error:
        yield DocumentError(str(path), f"cannot be opened ({error.strerror})", "Check the file and its permissions")
        return
    with stream:
        parser = PARSERS.get(path.suffix.lower())
        if parser is None:
            yield DocumentError(str(path), f"unknown kind of file {path.suffix!r}", f"Known are {_suffixes()}")
        else:
            yield from _parse(parser, stream, str(path), defaults)


def _parse(parser: Parser, stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Document | DocumentError]:
    """Run a parser to its end; an error that ends it is the last thing that it yields."""
    try:
        yield from parser(stream, where, defaults)
    except DocumentError as error:
        yield error


def _suffixes() -> str:
    return ", ".join(sorted(PARSERS))
