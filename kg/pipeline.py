"""Joins the rooms from left to right: paths come in, a `.kg` folder with its evidence and its graph goes out.

Every stage is another room's work; here is only their order. What was read before is not read again, and an article that cannot be
read is told and counted, while the others go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Protocol, TypedDict

from kg.documents import Notice, read_documents
from kg.errors import DocumentError, InputError
from kg.evidence import Evidence, load_judgements
from kg.graph import apply_rules, quads
from kg.model import Document, Reading
from kg.resolve import resolve
from kg.resolve.tables import keep, kept, read_tables, shipped
from kg.resolve.usage import Usage, usage
from kg.search import fill
from kg.store import building, check_target, write_store

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int | None], None]
"""Told of a stage's name, how much of it is done, and of how much; `None` where that is not known."""
OnProblem = Callable[[DocumentError], None]
"""Told of each file, line or article that is skipped."""
OnNotice = Callable[[Notice], None]
"""Told what was guessed of a file, such as the column of its text."""


class Given(TypedDict):
    """What a caller says of the articles; see `read_documents`."""

    published: date | None
    publisher: str | None
    language: str | None
    columns: Mapping[str, str] | None
    on_problem: OnProblem
    on_notice: OnNotice | None


class ArticleReader(Protocol):
    """What reads articles: the shipped `kg.reader.Reader`, or one of your own."""

    @property
    def extractor(self) -> str:
        """Its name and version; articles that another one read are read again."""
        ...

    def batch(self, documents: Iterable[Document]) -> Iterator[Reading]:
        """Yield what each document says, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run of `build` did.

    Attributes:
        read: Articles that were read in this run.
        known: Articles that were in the graph already, as they are.
        skipped: Why each of the others was skipped.
        entities: Actors, places and other things that are no events, in the whole graph now; likewise `events` and `assertions`.
        events: See `entities`.
        assertions: See `entities`; those that rules derive are not counted.
        gazetteer: What became of the user's table; `None` where none was given.
        seconds: How long each stage took, in the order of the stages.
    """

    read: int
    known: int
    skipped: tuple[DocumentError, ...]
    entities: int
    events: int
    assertions: int
    seconds: tuple[tuple[str, float], ...]
    gazetteer: Usage | None = None


@dataclass(slots=True)
class _Clock:
    """Measures stages; it is reported and never written into a graph."""

    seconds: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = perf_counter()
        yield
        spent = perf_counter() - start
        self.seconds.append((name, spent))
        log.info("%s: %.2f s", name, spent)


@dataclass(slots=True)
class _Problems:
    """Keeps the problems for the report and passes each on at once."""

    tell: OnProblem
    kept: list[DocumentError] = field(default_factory=list)

    def __call__(self, error: DocumentError) -> None:
        self.kept.append(error)
        self.tell(error)


def build(  # noqa: PLR0913 - one option for each thing that an article may leave out, keyword-only
    paths: Iterable[Path | str | Document],
    output: Path | str,
    *,
    published: date | None = None,
    publisher: str | None = None,
    language: str | None = None,
    columns: Mapping[str, str] | None = None,
    gazetteer: Iterable[Path | str] = (),
    reader: ArticleReader | None = None,
    progress: Progress | None = None,
    on_problem: OnProblem | None = None,
    on_notice: OnNotice | None = None,
) -> BuildReport:
    """Read articles into the graph in the folder `output`; it is made, or added to.

    Args:
        paths: Files, folders, `-` for standard input, or documents.
        output: The folder, by custom of the suffix `.kg`. Articles that it holds and `paths` does not stay in it.
        published: The date of articles that do not say theirs; likewise `publisher` and `language`.
        publisher: See `published`.
        language: See `published`.
        columns: Which column of tables and JSON lines holds the "text", "title", "published", …; others are told by their names.
        gazetteer: Tables of known actors and places (CSV). The graph keeps them, in place of those that it kept before.
        reader: Reads the articles; default: the one that is shipped.
        progress: Told how far each stage is.
        on_problem: Told at once of each article that is skipped; default: a warning in the log. The report lists them too.
        on_notice: Told what was guessed of a file without an article being lost; default: a line in the log.

    Raises:
        InputError: Not one article could be read, or a table is none. The graph is then untouched.
        StoreError: `output` cannot be written, or is something else than a graph.
    """
    clock, folder, tell = _Clock(), Path(output), progress or _silent
    problems = _Problems(on_problem or _warn)
    check_target(folder)
    rows = read_tables(gazetteer)
    with clock.stage("documents"):
        given = Given(
            published=published, publisher=publisher, language=language, columns=columns, on_problem=problems, on_notice=on_notice
        )
        documents = _documents(_found(paths, given), problems, tell)
    if not documents:
        raise InputError(f"no article could be read, {_first(problems.kept)}. Give files (.txt, .html, .jsonl, .csv, …) or folders of them")
    reader = reader or _shipped()
    with building(folder), Evidence.create(folder) as evidence:
        with clock.stage("reading"):
            new = [document for document in documents if not evidence.is_known(document, reader.extractor)]
            _read(reader, new, evidence, tell)
        if rows:
            keep(folder, rows)
        with clock.stage("resolving"):
            tell("resolving", 0, None)
            knowledge = resolve(evidence, judged=load_judgements(folder), known=kept(folder))
        with clock.stage("storing"):
            tell("storing", 0, None)
            write_store(folder, quads(knowledge), finish=apply_rules, beside=fill)
    return BuildReport(
        read=len(new),
        known=len(documents) - len(new),
        skipped=tuple(problems.kept),
        entities=len(knowledge.actors),
        events=len(knowledge.events),
        assertions=len(knowledge.assertions),
        seconds=tuple(clock.seconds),
        gazetteer=usage(rows, shipped(), {actor.id for actor in knowledge.actors}) if rows else None,
    )


def read(  # noqa: PLR0913 - see `build`
    *paths: Path | str | Document,
    published: date | None = None,
    publisher: str | None = None,
    language: str | None = None,
    columns: Mapping[str, str] | None = None,
    reader: ArticleReader | None = None,
    on_problem: OnProblem | None = None,
    on_notice: OnNotice | None = None,
) -> Iterator[Reading]:
    """Read articles and yield what each says, in their order; no graph is made and memory stays bounded.

    Args:
        paths: Files, folders, `-` for standard input, or documents.
        published: The date of articles that do not say theirs; likewise `publisher` and `language`.
        publisher: See `published`.
        language: See `published`.
        columns: As in `build`.
        reader: Reads the articles; default: the one that is shipped.
        on_problem: Told of each article that is skipped; default: a warning in the log.
        on_notice: As in `build`.
    """
    told = on_problem or _warn
    given = Given(published=published, publisher=publisher, language=language, columns=columns, on_problem=told, on_notice=on_notice)
    found = _found(paths, given)
    first = next(found, None)
    if first is not None:  # the model is not loaded for nothing
        yield from (reader or _shipped()).batch(_and_then(first, found))


def _found(paths: Iterable[Path | str | Document], given: Given) -> Iterator[Document]:
    for path in paths:
        if isinstance(path, Document):
            yield path
        else:
            yield from read_documents([path], **given)


def _and_then(first: Document, others: Iterator[Document]) -> Iterator[Document]:
    yield first
    yield from others


def _documents(found: Iterable[Document], on_problem: OnProblem, tell: Progress) -> list[Document]:
    """Return the articles, each once; one whose id stands for another article already is a problem."""
    kept: dict[str, Document] = {}
    for done, document in enumerate(found, start=1):
        tell("documents", done, None)
        other = kept.setdefault(document.id, document)
        if other != document:
            on_problem(_clash(document, other))
    return list(kept.values())


def _clash(document: Document, other: Document) -> DocumentError:
    if document.text == other.text:
        return DocumentError(
            document.id, "the same text was given before with another title, date or publisher", "Give one of them an `id`"
        )
    return DocumentError(document.id, "two articles of this id have different texts", "Give each an `id` of its own; the first was read")


def _read(reader: ArticleReader, new: Sequence[Document], evidence: Evidence, tell: Progress) -> None:
    """Read the new articles into the evidence; told as done is what is on the disk."""
    if not new:
        return
    tell("reading", 0, len(new))
    for done, _ in enumerate(evidence.appended(reader.batch(new)), start=1):
        tell("reading", done, len(new))


def _shipped() -> ArticleReader:
    # Imported here: a reader of the caller's own needs neither the model nor its libraries.
    from kg.reader import load  # noqa: PLC0415

    return load()


def _first(problems: Sequence[DocumentError]) -> str:
    if not problems:
        return "for no path was given"
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{problems[0]}{more}"


def _silent(stage: str, done: int, total: int | None) -> None:
    """Stand in for a progress bar."""
    del stage, done, total


def _warn(error: DocumentError) -> None:
    log.warning("skipped %s", error)
