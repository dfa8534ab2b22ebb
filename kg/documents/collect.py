"""From paths to documents: files, folders, archives, storages and standard input, in a fixed order.

Which parser reads a file is decided by its suffix alone, from the table `PARSERS`; only what has no name, such as standard input, is told
by its first bytes. What cannot be read is told to the caller and passed over. Nothing is remembered between two articles, so a corpus of
any size streams through.
"""

from __future__ import annotations

import codecs
import io
import logging
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import BinaryIO, TypeVar

from kg.documents.article import MAX_BYTES, Defaults, Found, Notice, Parser, told_apart
from kg.documents.columns import FIELDS
from kg.documents.containers import ARCHIVES, COMPRESSED, MAX_NESTING, SHORT_SUFFIXES, Budget, Member, counted
from kg.documents.fetch import Fetcher, is_address
from kg.documents.guarded import guarded, guarded_stream
from kg.documents.json_file import MAX_FILE as MAX_JSON
from kg.documents.jsonl import parse_jsonl
from kg.documents.language import other_language
from kg.documents.pdf import MAX_FILE as MAX_PDF
from kg.documents.storage import is_stored, opened, stored_files
from kg.documents.text import parse_text
from kg.documents.warc import warc_parser
from kg.errors import DocumentError, UnknownNameError
from kg.model import Document

log = logging.getLogger(__name__)

T = TypeVar("T")

_html, _markdown = guarded("html", limit=MAX_BYTES), guarded("markdown", limit=MAX_BYTES)
_csv, _feed, _parquet = guarded_stream("csv"), guarded_stream("feed"), guarded_stream("parquet")
_json, _pdf, _warc = guarded("json", limit=MAX_JSON), guarded("pdf", limit=MAX_PDF), warc_parser(_html)

PARSERS: dict[str, Parser] = {
    ".atom": _feed,
    ".csv": _csv,
    ".htm": _html,
    ".html": _html,
    ".json": _json,
    ".jsonl": parse_jsonl,
    ".markdown": _markdown,
    ".md": _markdown,
    ".ndjson": parse_jsonl,
    ".parquet": _parquet,
    ".pdf": _pdf,
    ".rss": _feed,
    ".tsv": _csv,
    ".txt": parse_text,
    ".warc": _warc,
    ".wet": _warc,
    ".xhtml": _html,
    ".xml": _feed,
}
STORE_SUFFIX = ".kg"
"""A folder of this suffix is what `build` wrote; its files are no articles."""
STDIN = "-"
PEEK = 64
"""So many bytes are enough to see the first one after a byte order mark and blank lines."""
FIRST_BYTES: dict[bytes, str] = {
    b"\x1f\x8b": ".gz",
    b"BZh": ".bz2",
    b"\x28\xb5\x2f\xfd": ".zst",
    b"PK\x03\x04": ".zip",
    b"PAR1": ".parquet",
    b"%PDF-": ".pdf",
    b"WARC/": ".warc",
    b"<?xml": ".xml",
    b"<rss": ".rss",
    b"<feed": ".atom",
    b"<": ".html",
    b"{": ".jsonl",
    b"[{": ".json",
}
"""What a stream without a name is, by how it begins; anything else is plain text."""
_FEW = 3
"""So many names are told where something is told of many files."""
HIDDEN_FOLDERS = frozenset({"__MACOSX"})
"""What macOS puts into archives beside the files."""


def read_documents(  # noqa: PLR0913 - one option for each thing that an article may leave out, keyword-only
    paths: Iterable[Path | str],
    *,
    published: date | None = None,
    publisher: str | None = None,
    language: str | None = None,
    columns: Mapping[str, str] | None = None,
    any_language: bool = False,
    fetcher: Fetcher | None = None,
    on_problem: Callable[[DocumentError], None],
    on_notice: Callable[[Notice], None] | None = None,
    on_place: Callable[[str], None] | None = None,
) -> Iterator[Document]:
    """Read articles from files, folders, archives, standard input (`-`) and, if wanted, addresses on the web.

    Args:
        paths: Files, and folders, which are searched to any depth in the order of their names; addresses.
        published: The date of articles that do not say theirs; likewise `publisher` and `language`.
        publisher: See `published`.
        language: See `published`.
        columns: Which column of tables and lines holds a field of `kg.documents.columns.FIELDS`; others are told by their names.
        any_language: Pass articles in other languages than English too; otherwise they are problems.
        fetcher: Fetches what lies at addresses; without it they are problems.
        on_problem: Told of each file or line that is no article; reading goes on with the next.
        on_notice: Told what was guessed or left out without an article being lost; default: a line in the log.
        on_place: Told before each article in which file it stands.

    Yields:
        One document an article, in the order of `paths`, then of file names or of the archive, then of lines.

    Raises:
        UnknownNameError: A key of `columns` is no field of an article.
    """
    for name in columns or ():
        if name not in FIELDS:
            raise UnknownNameError("field of an article", name, FIELDS)
    defaults = Defaults(published, publisher, language, columns or {}, any_language)
    for path in paths:
        for found in _read_path(path, defaults, fetcher):
            if isinstance(found, DocumentError):
                on_problem(found)
            elif isinstance(found, Notice):
                (on_notice or _log)(found)
            else:
                document, place = found
                if on_place:
                    on_place(place)
                yield told_apart(document)


def _log(notice: Notice) -> None:
    log.info("%s", notice)


Placed = tuple[Document, str] | DocumentError | Notice
"""What is found, an article with the file in which it stands."""


def _read_path(path: Path | str, defaults: Defaults, fetcher: Fetcher | None) -> Iterator[Placed]:
    if str(path) == STDIN:
        yield from _read_stream(sys.stdin.buffer, "<stdin>", "", defaults)
    elif is_address(path):
        yield from _until_error(_read_address(str(path), defaults, fetcher))
    elif is_stored(path):
        yield from _until_error(_read_stored(str(path), defaults))
    elif _is_folder(Path(path)):
        found = False
        for found_there in _read_folder(Path(path), defaults):
            found = found or not isinstance(found_there, Notice)
            yield found_there
        if not found:
            yield DocumentError(str(path), "no file in this folder", f"Put articles in it ({_suffixes()})")
    else:
        yield from _read_file(Path(path), defaults)


# ---------------------------------------------------------------- files and folders


def _read_folder(folder: Path, defaults: Defaults) -> Iterator[Placed]:
    """Read what lies in `folder`, less hidden files, which are counted, and what `build` wrote; links to folders are not followed.

    Folders wait on a stack: they may lie a thousand deep, and Python's calls may not.
    """
    hidden: list[str] = []
    waiting = [_entries(folder, hidden.append)]
    while waiting:
        entry = next(waiting[-1], None)
        if entry is None:
            waiting.pop()
        elif isinstance(entry, DocumentError):
            yield entry
        elif _is_folder(entry) and not entry.is_symlink():
            waiting.append(_entries(entry, hidden.append))
        elif _is_openable(entry):
            yield from _read_file(entry, defaults)
        elif _is_folder(entry):
            yield DocumentError(str(entry), "a link to a folder, which is not followed", "Name it itself if what lies there is to be read")
        else:  # opening a pipe would wait for someone to write into it
            yield DocumentError(str(entry), "a pipe or a device, no file", "Name it itself if it is to be read")
    if hidden:
        yield Notice(str(folder), _told_hidden(hidden))


def _told_hidden(names: Sequence[str]) -> str:
    first = f"{', '.join(names[:_FEW])}{', …' if len(names) > _FEW else ''}"
    what, them = ("1 hidden file or folder was", "it") if len(names) == 1 else (f"{len(names):,} hidden files and folders were", "them")
    return f"{what} passed over ({first}). Give {them} a name without a dot in front to have {them} read"


def _entries(folder: Path, hide: Callable[[str], None]) -> Iterator[Path | DocumentError]:
    """Yield what lies in a folder and is to be read; `hide` is told the names of hidden files and folders."""
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield DocumentError(str(folder), f"cannot be listed ({error.strerror})", "Check the folder's permissions")
        return
    for entry in entries:
        if entry.name.startswith("."):
            hide(entry.name)
        elif entry.suffix != STORE_SUFFIX:
            yield entry


def _is_openable(path: Path) -> bool:
    """Tell whether opening it says what it is at once: a file, or nothing that can be reached."""
    try:
        return path.is_file() or not path.exists()
    except OSError:  # it cannot be looked at; opening it says why
        return True


def _read_address(url: str, defaults: Defaults, fetcher: Fetcher | None) -> Iterator[Placed]:
    """Read what lies at an address; an article that does not say its own gets this one."""
    if fetcher is None:
        raise DocumentError(url, "an address, and nothing is fetched unless you ask for it", "Add --fetch, or in Python fetch=True")
    page = fetcher.fetch(url)
    if not _is_known(f"page{page.suffix}"):
        raise _unknown(url, page.suffix)
    for found in _read_stream(io.BytesIO(page.content), url, f"page{page.suffix}", defaults):
        if isinstance(found, tuple):
            document, place = found
            yield replace(document, url=document.url or page.url, retrieved=page.retrieved), place
        else:
            yield found


def _read_stored(address: str, defaults: Defaults) -> Iterator[Placed]:
    """Read what lies at an address in a storage, less hidden files and what `build` wrote."""
    for file in stored_files(address, left_out=STORE_SUFFIX):
        yield from _until_error(_read_stored_file(file, defaults))


def _read_stored_file(file: str, defaults: Defaults) -> Iterator[Placed]:
    name = PurePosixPath(file).name
    if not _is_known(name):
        raise _unknown(file, PurePosixPath(name).suffix)
    with opened(file) as stream:
        yield from _read_stream(stream, file, name, defaults)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError):  # a name that no file system holds; opening it will say so
        return False


def _read_file(path: Path, defaults: Defaults) -> Iterator[Placed]:
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        if path.is_symlink():
            yield DocumentError(str(path), f"a link that leads nowhere ({path.readlink()})", "Take it out, or let it lead to a file")
        else:
            yield DocumentError(str(path), "no such file or folder", "Check the path")
        return
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        yield DocumentError(str(path), f"cannot be opened ({reason})", "Check the file and its permissions")
        return
    with stream:
        if _is_known(path.name):
            yield from _read_stream(stream, str(path), path.name, defaults)
        else:
            yield _unknown(str(path), path.suffix)


def _is_known(name: str) -> bool:
    suffix = PurePosixPath(name).suffix.lower()
    return suffix in PARSERS or suffix in ARCHIVES or suffix in COMPRESSED or suffix in SHORT_SUFFIXES


def _unknown(where: str, suffix: str) -> DocumentError:
    return DocumentError(where, f"unknown kind of file {suffix!r}", f"Known are {_suffixes()}")


def _suffixes() -> str:
    return ", ".join(sorted((*PARSERS, *ARCHIVES, *COMPRESSED)))


# ---------------------------------------------------------------- streams, and what is packed in them


def _read_stream(stream: BinaryIO, where: str, name: str, defaults: Defaults) -> Iterator[Placed]:
    """Read a file that the user gave, packed or not."""
    try:
        stream, budget = _measured(stream, where)
        yield from _until_error(_unpack(stream, where, name, _Within(defaults, budget)))
    except OSError as error:  # of the disk it lies on, or of the one that has no room for what is packed in it
        yield DocumentError(where, f"cannot be read ({error.strerror})", "Check the file, the disk and the space left")


def _measured(stream: BinaryIO, where: str) -> tuple[BinaryIO, Budget]:
    """Return the stream with what may come out of it: a zip file is not read from its start to its end, so its size counts."""
    budget = Budget(where)
    if not stream.seekable():
        return counted(stream, budget), budget
    start = stream.tell()
    budget.packed = stream.seek(0, io.SEEK_END) - start
    stream.seek(start)
    return stream, budget


@dataclass(frozen=True, slots=True)
class _Within:
    """What holds for all that one file holds, and how many archives lie around what is read."""

    defaults: Defaults
    budget: Budget
    depth: int = 0

    def deeper(self) -> _Within:
        return replace(self, depth=self.depth + 1)


def _unpack(stream: BinaryIO, where: str, name: str, within: _Within) -> Iterator[Placed]:
    name = _spelled_out(name)
    suffix = PurePosixPath(name).suffix.lower() if name else _kind(stream)
    if within.depth > MAX_NESTING:
        yield DocumentError(where, f"packed more than {MAX_NESTING} times", "Unpack it yourself if you trust it")
    elif suffix in COMPRESSED:
        inner = COMPRESSED[suffix](stream, where, within.budget)
        yield from _unpack_one(inner, where, name, within if name.lower().endswith(f".tar{suffix}") else within.deeper())
    elif suffix in ARCHIVES:
        yield from _members(ARCHIVES[suffix](stream, where, within.budget), where, within.deeper())
    elif suffix in PARSERS:
        yield from _in_english(PARSERS[suffix](stream, where, within.defaults), where, within.defaults)
    else:
        yield _unknown(where, suffix)


def _unpack_one(stream: BinaryIO, where: str, name: str, within: _Within) -> Iterator[Placed]:
    """Read what a compressed file of this name holds: its name without the last suffix says what that is, or else its first bytes do."""
    suffix = PurePosixPath(name).suffix
    inner = name.removesuffix(suffix)
    if not inner or _is_known(inner):
        yield from _unpack(stream, where, inner, within)
    elif PurePosixPath(inner).suffix:
        problem = f"what is packed in it is of an unknown kind ({PurePosixPath(inner).suffix!r})"
        yield DocumentError(where, problem, f"Let its name say it, such as {inner}.jsonl{suffix}. Known are {_suffixes()}")
    else:
        kind = _kind(stream)
        yield Notice(where, f"read as {kind}, told by its first bytes. A name such as {inner}{kind}{suffix} says it")
        yield from _unpack(stream, where, f"{inner}{kind}", within)


def _in_english(found: Iterator[Found], where: str, defaults: Defaults) -> Iterator[Placed]:
    """Pass on what is found in a file; articles in other languages become problems, unless they are wanted."""
    for one in found:
        language = other_language(one) if isinstance(one, Document) and not defaults.any_language else None
        if isinstance(one, Document) and language is not None:
            place = f"{where} (article {one.id})"
            yield DocumentError(
                place, f"in another language than English ({language})", "Leave it out; --any-language reads it all the same"
            )
        else:
            yield (one, where) if isinstance(one, Document) else one


def _members(members: Iterator[Member | DocumentError], where: str, within: _Within) -> Iterator[Placed]:
    found = False
    for member in members:
        if isinstance(member, Member) and _is_hidden(member.name):
            continue
        found = True
        if isinstance(member, DocumentError):
            yield member
        else:
            name = PurePosixPath(member.name.replace("\\", "/")).name
            yield from _until_error(_unpack(member.stream, f"{where}!{member.name}", name or "?", within))
        if within.budget.is_over:
            return
    if not found:
        yield DocumentError(where, "no file in this archive", f"Put articles in it ({_suffixes()})")


def _spelled_out(name: str) -> str:
    short = next((suffix for suffix in SHORT_SUFFIXES if name.lower().endswith(suffix)), None)
    return name if short is None else name[: -len(short)] + SHORT_SUFFIXES[short]


def _kind(stream: BinaryIO) -> str:
    """Return the suffix of what a stream without a name is, by how it begins."""
    start = _peek(stream).removeprefix(codecs.BOM_UTF8).lstrip()
    return next((kind for first, kind in FIRST_BYTES.items() if start.startswith(first)), ".txt")


def _peek(stream: BinaryIO) -> bytes:
    """Return the first bytes without taking them; a stream without `peek` lies in memory and can be wound back."""
    if isinstance(stream, io.BufferedReader):
        return stream.peek(PEEK)
    start = stream.read(PEEK)
    stream.seek(0)
    return start


def _until_error(found: Iterator[T]) -> Iterator[T | DocumentError]:
    """Run a parser to its end; an error that ends it is the last thing that it yields."""
    try:
        yield from found
    except DocumentError as error:
        yield error


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any((part.startswith(".") and part != "..") or part in HIDDEN_FOLDERS for part in parts)
