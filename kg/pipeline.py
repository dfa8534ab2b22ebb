"""Joins the rooms from left to right: paths come in, a `.kg` folder with its evidence and its graph goes out.

Every stage is another room's work; here is only their order. What was read before is not read again, and an article that cannot be
read is told and counted, while the others go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import TypedDict

from kg.documents import Fetcher, Notice, read_documents
from kg.documents.article import former_ids
from kg.documents.columns import parse_date
from kg.errors import DocumentError, InputError, StoreError
from kg.evidence import Evidence
from kg.intake import Intake, Skipped, Taken
from kg.model import Document, Reading
from kg.parallel import ArticleReader, Isolating, Outcome, ShippedReader, outcomes
from kg.renew import Written, renew, things_of
from kg.resolve.ids import actor_id
from kg.resolve.tables import keep, read_tables, shipped
from kg.resolve.usage import Usage, usage
from kg.spread import Spread
from kg.store import Layout, building, check_target, is_store

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int | None], None]
"""Told of a stage's name, how much of it is done, and of how much; `None` where that is not known."""
OnProblem = Callable[[DocumentError], None]
"""Told of each file, line or article that is skipped."""
OnNotice = Callable[[Notice], None]
"""Told what was guessed of a file, such as the column of its text."""
MOST_TOLD = 1_000
"""So many skipped articles stand in a report; so it does not grow with the corpus."""
_FEW = 3
"""So many articles are named where something is told of several."""
_ARTICLES = "Give files (.txt, .html, .jsonl, .csv, …) or folders of them"
_OF_A_GRAPH = "To add to it, give it as the output. `kg readings {graph}` prints its articles, which are read as lines of JSON (.jsonl)"


class Given(TypedDict):
    """What a caller says of the articles; see `read_documents`."""

    published: date | None
    publisher: str | None
    language: str | None
    columns: Mapping[str, str] | None
    any_language: bool
    on_problem: OnProblem
    on_notice: OnNotice | None
    on_place: Callable[[str], None] | None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a run of `build` did.

    Attributes:
        read: Articles that were read in this run.
        known: Articles that were in the graph already, as they are.
        duplicates: Articles that were given more than once, each time again.
        reprints: Articles that print the text of another one again, in the whole graph now; they add an outlet, and nothing that is said.
        skipped: Why each of the others was skipped; of many the first `MOST_TOLD`.
        skipped_in_all: How many were skipped.
        entities: Actors, places and other things that are no events, in the whole graph now; likewise `events` and `assertions`.
        events: See `entities`.
        assertions: See `entities`; those that rules derive are not counted.
        gazetteer: What became of the user's table; `None` where none was given.
        seconds: How long each stage took, in the order of the stages.
        written: How much of the graph was written: nothing, what the articles changed, or all of it.
    """

    read: int
    known: int
    duplicates: int
    reprints: int
    skipped: tuple[DocumentError, ...]
    skipped_in_all: int
    entities: int
    events: int
    assertions: int
    seconds: tuple[tuple[str, float], ...]
    gazetteer: Usage | None = None
    written: Written = "all"

    def to_json(self) -> dict[str, object]:
        """Return the report as plain JSON values."""
        return {
            "read": self.read,
            "known": self.known,
            "duplicates": self.duplicates,
            "reprints": self.reprints,
            "skipped": self.skipped_in_all,
            "skipped_articles": [{"where": one.where, "problem": one.problem, "remedy": one.remedy} for one in self.skipped],
            "entities": self.entities,
            "events": self.events,
            "assertions": self.assertions,
            "written": self.written,
            "seconds": {stage: round(spent, 3) for stage, spent in self.seconds},
        }


@dataclass(slots=True)
class _Clock:
    """Measures stages, all times of one together; it is reported and never written into a graph."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        start = perf_counter()
        yield
        spent = perf_counter() - start
        self.seconds[name] = self.seconds.get(name, 0.0) + spent
        log.info("%s: %.2f s", name, spent)


@dataclass(slots=True)
class _Place:
    """Remembers in which file the latest article stands; "" of one that was given as such."""

    now: str = ""

    def go_to(self, place: str) -> None:
        self.now = place


@dataclass(slots=True)
class _Problems:
    """Keeps the first problems for the report, counts all, and passes each on at once, to the caller or else to the log."""

    told: OnProblem | None
    kept: list[DocumentError] = field(default_factory=list)
    count: int = 0

    def __call__(self, error: DocumentError) -> None:
        self.count += 1
        if self.count <= MOST_TOLD:
            self.kept.append(error)
        (self.told or _warn)(error)

    def so_far(self) -> Skipped:
        return Skipped(self.count, tuple(self.kept))

    def nothing(self) -> InputError:
        """Return the error of a run in which no article could be read; it says why where the caller was not told already."""
        if self.told and self.count:
            return InputError(f"no article could be read. {_ARTICLES}")
        return InputError(f"no article could be read, {_first(self.kept)}. {_ARTICLES}")

    def repeat(self, skipped: Skipped) -> None:
        """Tell again what a run that was stopped had skipped; of many only the first are known, the others are counted."""
        for error in skipped.first:
            self(error)
        self.count += skipped.count - len(skipped.first)


def build(  # noqa: PLR0913 - one option for each thing that an article may leave out, keyword-only
    paths: Iterable[Path | str | Document] | Path | str | Document,
    output: Path | str,
    *,
    published: date | str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    columns: Mapping[str, str] | None = None,
    any_language: bool = False,
    fetch: bool | Fetcher = False,
    gazetteer: Iterable[Path | str] = (),
    reader: ArticleReader | None = None,
    processes: int | None = 1,
    resume: bool = False,
    progress: Progress | None = None,
    on_problem: OnProblem | None = None,
    on_notice: OnNotice | None = None,
) -> BuildReport:
    """Read articles into the graph in the folder `output`; it is made, or added to.

    What was read is kept at once, so that a run which was stopped, however it was, goes on where it was when it is started again.

    Args:
        paths: Files, folders, `-` for standard input, addresses on the web with `fetch`, or documents; one, or several.
        output: The folder, by custom of the suffix `.kg`. Articles that it holds and `paths` does not stay in it.
        published: The date of articles that do not say theirs, such as "2024-01-31"; likewise `publisher` and `language`.
        publisher: See `published`.
        language: See `published`.
        columns: Which column of tables and JSON lines holds the "text", "title", "published", …; others are told by their names.
        any_language: Read articles in other languages than English too; the shipped reader does not know them.
        fetch: Fetch what lies at `paths` that are addresses on the web, or who does; robots.txt is heeded (`kg.documents.Fetcher`).
        gazetteer: Tables of known actors and places (CSV). The graph keeps them, in place of those that it kept before.
        reader: Reads the articles; default: the one that is shipped.
        processes: In how many processes the shipped reader reads; 1 is this one, `None` as many as there are cores unless the articles
            are few. A script that asks for more than one must be importable: let it begin under `if __name__ == "__main__":`.
        resume: Go on with what a stopped run was given. `paths` counts only where that had not taken in all of its own, or is done.
        progress: Told how far each stage is.
        on_problem: Told at once of each article that is skipped; default: a warning in the log. The report lists them too.
        on_notice: Told what was guessed of a file without an article being lost; default: a line in the log.

    Raises:
        InputError: Not one article could be read, a table is none, or `published` is no date. The graph is then untouched.
        StoreError: `output` cannot be written, is something else than a graph, or is one without the evidence that it rests on.
    """
    clock, folder, tell, place = _Clock(), Path(output), progress or _silent, _Place()
    problems = _Problems(on_problem)
    check_target(folder)
    _check_evidence(folder)
    rows = read_tables(gazetteer)
    given = Given(
        published=_day(published),
        publisher=publisher,
        language=language,
        columns=columns,
        any_language=any_language,
        on_problem=problems,
        on_notice=on_notice,
        on_place=place.go_to,
    )
    found = _found([paths] if isinstance(paths, Path | str | Document) else paths, given, fetch=fetch)
    found = _with_undated(found, on_notice)
    if not (resume and can_resume(folder)):
        found = _and_then(_first_of(found, problems, left=_left(folder) if resume else ""), found)
    reader = reader or ShippedReader(processes)
    with building(folder), Evidence.create(folder) as evidence, Intake.open(folder) as intake, _spread(reader) as spread:
        if rows:
            keep(folder, rows)
        found = _with_former(found, evidence.__contains__, on_notice)
        with clock.stage("documents"):
            taken = _take(
                intake, found, lambda document: evidence.is_known(document, reader.extractor), problems, tell, place, resume=resume
            )
        with clock.stage("reading"):
            read = _read(reader, intake, taken.new, evidence, problems, tell)
        if len(evidence) == 0:
            intake.discard()
            raise problems.nothing()
        renewed = renew(folder, evidence, stage=lambda name: _told(clock, name, tell), spread=spread)
        intake.discard()
    return BuildReport(
        read=read,
        known=taken.known,
        duplicates=taken.duplicates,
        reprints=renewed.reprints,
        skipped=tuple(problems.kept),
        skipped_in_all=problems.count,
        entities=renewed.entities,
        events=renewed.events,
        assertions=renewed.assertions,
        seconds=tuple(clock.seconds.items()),
        written=renewed.written,
        gazetteer=usage(rows, shipped(), things_of(folder, (actor_id(row.family, row.reference) for row in rows))) if rows else None,
    )


def can_resume(output: Path) -> bool:
    """Tell whether a run that was stopped goes on in `output` without its paths.

    Raises:
        StoreError: What it left there is damaged.
    """
    return Intake.is_waiting(output)


def _spread(reader: ArticleReader) -> AbstractContextManager[Spread]:
    """Return what does other things than reading where the reader reads."""
    return reader.spread() if isinstance(reader, Isolating) else nullcontext(map)


def _check_evidence(folder: Path) -> None:
    """Refuse to build where the graph would be lost, since nothing is there to make it of again."""
    if is_store(folder) and not Layout(folder).evidence.exists():
        raise StoreError(
            f"{folder}: this graph has no evidence, as one that was copied from a service, and would be replaced. Build into a new folder"
        )


@contextmanager
def _told(clock: _Clock, stage: str, tell: Progress) -> Iterator[None]:
    """Measure a stage and tell that it has begun."""
    tell(stage, 0, None)
    with clock.stage(stage):
        yield


def read(  # noqa: PLR0913 - see `build`
    *paths: Path | str | Document,
    published: date | str | None = None,
    publisher: str | None = None,
    language: str | None = None,
    columns: Mapping[str, str] | None = None,
    any_language: bool = False,
    fetch: bool | Fetcher = False,
    reader: ArticleReader | None = None,
    on_problem: OnProblem | None = None,
    on_notice: OnNotice | None = None,
) -> Iterator[Reading]:
    """Read articles and yield what each says, in their order; no graph is made and memory stays bounded.

    Args:
        paths: As in `build`.
        published: The date of articles that do not say theirs; likewise `publisher` and `language`.
        publisher: See `published`.
        language: See `published`.
        columns: As in `build`; likewise `any_language` and `fetch`.
        any_language: See `columns`.
        fetch: See `columns`.
        reader: Reads the articles; default: the one that is shipped.
        on_problem: Told of each article that is skipped; default: a warning in the log.
        on_notice: As in `build`.
    """
    told = on_problem or _warn
    given = Given(
        published=_day(published),
        publisher=publisher,
        language=language,
        columns=columns,
        any_language=any_language,
        on_problem=told,
        on_notice=on_notice,
        on_place=None,
    )
    yield from _readings(outcomes(reader or ShippedReader(processes=1), _found(paths, given, fetch=fetch)), told)


def _day(published: date | str | None) -> date | None:
    """Return the day that was given for articles without one."""
    day = parse_date(published) if isinstance(published, str) else published
    if published is not None and not isinstance(day, date):
        raise InputError(f"published is {published!r}. It must be a day, such as datetime.date(2024, 1, 31) or 2024-01-31")
    return day


def _found(paths: Iterable[Path | str | Document], given: Given, *, fetch: bool | Fetcher) -> Iterator[Document]:
    with Fetcher() if fetch is True else nullcontext(fetch or None) as fetcher:
        for path in paths:
            if isinstance(path, Document):
                (given["on_place"] or str)("")
                yield path
            elif _is_graph(path):
                given["on_problem"](
                    DocumentError(str(path), "this is a graph, which holds no files of articles", _OF_A_GRAPH.format(graph=path))
                )
            else:
                yield from read_documents([path], fetcher=fetcher, **given)


def _is_graph(path: Path | str) -> bool:
    try:
        return is_store(path)
    except (OSError, ValueError):  # a name that no file system holds, or what may not be looked at; reading it says why
        return False


def _with_undated(found: Iterable[Document], on_notice: OnNotice | None) -> Iterator[Document]:
    """Yield the articles; after the last tell which have no date, since then nobody knows which Monday "on Monday" means."""
    undated = _Some()
    for document in found:
        if document.published is None:
            undated.add(document)
        yield document
    if undated.count:
        told = f"without a date, so that weekdays in the text have none either: {undated}. Say it in the article, or for all with --date"
        (on_notice or _note)(Notice(undated.articles, f"{told} (in Python: published=)"))


def _with_former(found: Iterable[Document], is_there: Callable[[str], bool], on_notice: OnNotice | None) -> Iterator[Document]:
    """Yield the articles; after the last tell which are in the graph under other ids, as less was known of them when they were read."""
    twice = _Some()
    former: list[str] = []
    for document in found:
        if not is_there(document.id):
            ids = [identity for identity in former_ids(document) if is_there(identity)]
            if ids:
                twice.add(document)
                former += ids[: _FEW - len(former)]
        yield document
    if twice.count:
        told = "in the graph already, read without their outlet, address or date; they are articles of their own now and count twice"
        remedy = f"Take the former ones out with kg remove: {', '.join(former)}{', …' if twice.count > len(former) else ''}"
        (on_notice or _note)(Notice(twice.articles, f"{told}: {twice}. {remedy}"))


@dataclass(slots=True)
class _Some:
    """Counts articles and remembers how the first few are called."""

    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, document: Document) -> None:
        self.count += 1
        if len(self.first) < _FEW:
            self.first.append(repr(document.title or document.url or document.id))

    @property
    def articles(self) -> str:
        return "1 article" if self.count == 1 else f"{self.count:,} articles"

    def __str__(self) -> str:
        more = self.count - len(self.first)
        return f"{', '.join(self.first)}{f' and {more:,} more' if more else ''}"


def _and_then(first: Document, others: Iterator[Document]) -> Iterator[Document]:
    yield first
    yield from others


def _left(folder: Path) -> str:
    """Say why no run goes on in `folder` without paths."""
    if Intake.is_there(folder):
        return f"{folder}: the run was stopped before it had taken all articles in. Give it the same paths again, with the same options"
    return f"{folder}: no run was stopped here that could go on without paths. Give the articles"


def _first_of(found: Iterator[Document], problems: _Problems, *, left: str) -> Document:
    """Return the first article, before anything is written; `left` says why a run that should go on cannot."""
    for document in found:
        return document
    if left and not problems.kept:
        raise InputError(left)
    raise problems.nothing()


def _take(  # noqa: PLR0913, PLR0917 - all that taking in needs
    intake: Intake,
    found: Iterable[Document],
    is_known: Callable[[Document], bool],
    problems: _Problems,
    tell: Progress,
    place: _Place,
    *,
    resume: bool,
) -> Taken:
    if resume and intake.is_whole:
        problems.repeat(intake.skipped)
        return intake.again(is_known=is_known)
    return intake.take(
        found,
        is_known=is_known,
        on_problem=problems,
        tell=lambda done: tell("documents", done, None),
        skipped=problems.so_far,
        place=lambda: place.now,
    )


def _read(  # noqa: PLR0913, PLR0917 - all that reading needs
    reader: ArticleReader, intake: Intake, number: int, evidence: Evidence, problems: _Problems, tell: Progress
) -> int:
    """Read articles into the evidence; return how many. Told as done is what is on the disk, or was skipped."""
    done, before = 0, problems.count
    if number:
        tell("reading", 0, number)
        for done, _ in enumerate(evidence.appended(_readings(outcomes(reader, intake), problems)), start=1):
            tell("reading", done + problems.count - before, number)
    return done


def _readings(found: Iterable[Outcome], on_problem: OnProblem) -> Iterator[Reading]:
    """Yield the readings, and tell what is none."""
    for one in found:
        if isinstance(one, DocumentError):
            on_problem(one)
        else:
            yield one


def _first(problems: Sequence[DocumentError]) -> str:
    if not problems:
        return "for no path was given"
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{problems[0]}{more}"


def _silent(stage: str, done: int, total: int | None) -> None:
    """Stand in for a progress bar."""
    del stage, done, total


def _note(notice: Notice) -> None:
    log.warning("%s", notice)


def _warn(error: DocumentError) -> None:
    log.warning("skipped %s", error)
