"""Tries hostile inputs on `kg`, from the build to the browser: `python tests/benchmarks/hostile.py [--long] [--keep FOLDER]`.

The inputs of `made_hostile.py` are built into one graph by `kg build`, which is drawn, exported and served. Prints a Markdown table: how
many inputs of each class were built, how many were passed over and told, how many were neither, crashed, had wrong offsets, or got a
script to run or a request out in Chromium, which opens the drawing with its cards and the page of every article, actor and event.
The exit code is 1 unless the last four are 0. Without playwright or a Chromium on PATH the last is not tried, and that is said. `--long`
adds what takes many minutes.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote
from xml.etree.ElementTree import iterparse

from bench_archive import held
from hostile_parts import HOST, RAN, scripts
from made_hostile import CLASSES, LINKS, LONG, write_class, write_links

ROOT: Final = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from kg.documents import read_documents  # noqa: E402 - the line above
from kg.errors import DocumentError, printable  # noqa: E402 - same
from kg.evidence import Evidence  # noqa: E402 - same
from kg.graph.terms import segment  # noqa: E402 - same
from kg.model import Document  # noqa: E402 - same
from kg.reader.serialise import to_json  # noqa: E402 - same
from kg.store import open_store  # noqa: E402 - same

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Dialog, Page

SECONDS: Final = 3600.0
"""So long may a build take; hanging is a crash."""
MEMORY: Final = 6_000.0
"""MB that its processes may hold together."""
OFTEN: Final = 0.5
"""Seconds between two looks at the memory."""
GOOD: Final = frozenset((0, 1))
"""Exit codes: all is well, or something was skipped and told."""
MARK: Final = re.compile(r"(field|text|page|formula|entity|style|n)-?[\w-]*")
OF_MARK: Final[Mapping[str, str]] = {
    "field": "scripts in fields",
    "text": "scripts in text",
    "page": "scripts in pages and Markdown",
    "formula": "formulas",
    "entity": "entities and feeds",
    "style": "entities and feeds",
    "n": "entities and feeds",
}
PASSAGES: Final = """
SELECT ?document ?quote ?start ?end WHERE {
  ?passage kg:quote ?quote ; oa:hasSource ?document ; oa:hasSelector ?selector . ?selector oa:start ?start ; oa:end ?end .
}"""
MARKS: Final = """
SELECT DISTINCT ?document ?quote ?start ?end WHERE {
  ?passage kg:mark ?mark ; oa:hasSource ?document . ?mark oa:exact ?quote ; oa:start ?start ; oa:end ?end .
}"""
THINGS: Final = "SELECT DISTINCT ?thing WHERE { { ?thing a kg:Document } UNION { ?thing kg:type ?type } }"
SHOW_CARDS: Final = """(most) => {
    const { nodes, edges } = kgView.graph;
    const strange = (item) => /[<>{}&"`]|script/i.test(JSON.stringify([item.name, item.label, item.aliases, item.id]));
    const some = (items) => items.filter((item, at) => strange(item) || at % Math.ceil(items.length / most) === 0).slice(0, 2 * most);
    const shown = [
        ...some(nodes).map((node) => () => kgView.showNode(node.id)),
        ...some(edges).map((edge) => () => kgView.showEdge(edge.id)),
    ];
    for (const show of shown) {
        show();
        document.querySelectorAll("#panel details").forEach((details) => { details.open = true; });
    }
    document.querySelectorAll("details").forEach((details) => { details.open = true; });
    return shown.length;
}"""
"""Opens the cards of nodes and edges, those first whose words look like markup; returns how many."""
MOST_CARDS: Final = 150
"""So many cards of nodes, and of edges, are opened, and up to as many again that look strange: each takes a tenth of a second and more."""
FILES: Final = ("ttl", "nq", "jsonld", "trig", "graphml", "gexf", "cyjs", "csv", "parquet", "neo4j")


@dataclass(slots=True)
class Tried:
    """What became of one input: the articles in it, and whether any was built; what was told; what went wrong."""

    kind: str
    path: Path
    ids: list[str] = field(default_factory=list)
    built: int = 0
    told: bool = False
    lost: bool = False
    crash: str | None = None


@dataclass(slots=True)
class Outcome:
    """What became of all inputs, and what went wrong as a whole."""

    tried: list[Tried]
    offsets: Counter[str] = field(default_factory=Counter)
    ran: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


# ---------------------------------------------------------------- the inputs, each alone


def made(folder: Path, kinds: Iterable[str], seed: int) -> Iterator[Tried]:
    """Write the inputs and yield each."""
    known = {**CLASSES, **LONG}
    for kind in kinds:
        place = folder / kind
        for path in write_links(place) if kind == LINKS else write_class(place, known[kind], seed=seed):
            yield Tried(kind, path)


def read_alone(tried: Tried) -> None:
    """Find out which articles an input holds."""
    if tried.kind == LINKS and (tried.path.is_symlink() or tried.path.is_fifo()):
        return  # who names a pipe itself wants it read
    problems: list[DocumentError] = []
    try:
        tried.ids = [document.id for document in read_documents([tried.path], on_problem=problems.append, on_notice=lambda _: None)]
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        tried.crash = f"{tried.path}: {type(error).__name__}: {error}"


# ---------------------------------------------------------------- the build


@dataclass(frozen=True, slots=True)
class Run:
    """A command that was run: its exit code, what it told, how long it took, and the most memory that its processes held, in MB."""

    code: int
    told: str
    seconds: float
    memory: float


def run(place: Path, *arguments: object) -> Run:
    """Run `kg` in `place`; end it if it takes too long or too much memory."""
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    told, most, start = place / "told", 0.0, time.perf_counter()
    with told.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603 - our own words
            command, cwd=place, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=file, stderr=subprocess.STDOUT, start_new_session=True
        )
        while process.poll() is None:
            time.sleep(OFTEN)
            most = max(most, held(process.pid))
            if time.perf_counter() - start > SECONDS or most > MEMORY:
                os.killpg(process.pid, signal.SIGKILL)
    return Run(process.returncode, told.read_text("utf-8", "replace"), time.perf_counter() - start, most)


def build(outcome: Outcome, place: Path) -> None:
    """Build all inputs into one graph, and see what became of each."""
    before = set(place.iterdir())
    ran = run(place, "build", place / "in", "-o", place / "made.kg", "--processes", 2, "--report", place / "report.json")
    outcome.notes.append(f"`kg build`: exit {ran.code}, {ran.seconds:.0f} s, {ran.memory:.0f} MB")
    (place / "build.txt").write_text(ran.told, encoding="utf-8")
    if ran.code not in GOOD or "Traceback" in ran.told:
        outcome.wrong.append(f"the build ended with {ran.code}: {ran.told[-2000:]}")
    strange = sorted(set(place.iterdir()) - before - {place / name for name in ("made.kg", "report.json", "told", "build.txt")})
    outcome.wrong += [f"the build wrote {path}" for path in (*strange, Path("/tmp/kg-pwned.txt"), Path("/tmp/kg-pwned")) if path.exists()]  # noqa: S108 - what inputs try to write
    outcome.wrong += [f"what does not print was printed: {line!r}" for line in ran.told.splitlines() if not line.isprintable()][:5]
    lines = ran.told.splitlines()
    with Evidence.open(place / "made.kg") as evidence:
        for tried in outcome.tried:
            judge(tried, evidence, lines)


def judge(tried: Tried, evidence: Evidence, lines: Sequence[str]) -> None:
    """Say whether an input was built, or told, or lost."""
    where = printable(str(tried.path))
    tried.told = any(line.removeprefix("skipped ").startswith((f"{where}:", f"{where}!", f"{where} ", f"{where}/")) for line in lines)
    missing = [ident for ident in tried.ids if ident not in evidence]
    tried.built = len(tried.ids) - len(missing)
    told = [ident for ident in missing if any(f"(article {printable(ident)}): " in line or is_told(ident, line) for line in lines)]
    tried.told = tried.told or bool(told)
    tried.lost = len(told) < len(missing) or not (tried.built or tried.told)


def is_told(ident: str, line: str) -> bool:
    """Tell whether a line says that an article was passed over as it was read; where it stands is not known then."""
    return line.startswith(f"skipped {printable(ident)}: ")


# ---------------------------------------------------------------- offsets, exports


def check_offsets(outcome: Outcome, graph: Path) -> None:
    """Compare all spans of all readings, and all passages and marks of the graph, with the texts."""
    kind_of = {ident: tried.kind for tried in outcome.tried for ident in tried.ids}
    texts: dict[str, Document] = {}
    with Evidence.open(graph) as evidence:
        for reading in evidence:
            to_json(reading)  # which raises an error where a span is not what stands at its offsets
            texts[segment(reading.document.id)] = reading.document
    count = 0
    with open_store(graph) as store:
        for query in (PASSAGES, MARKS):
            for row in store.query(query, prefixes=prefixes()):  # type: ignore[union-attr] # it is a SELECT
                document = texts[row["document"].value.rpartition("/")[2]]
                start, end = int(row["start"].value), int(row["end"].value)
                count += 1
                if document.text[start:end] != row["quote"].value:
                    outcome.offsets[kind_of[document.id]] += 1
    outcome.notes.append(f"{len(texts):,} articles, {count:,} passages and marks compared with their texts")


def prefixes() -> dict[str, str]:
    from kg.graph import PREFIXES  # noqa: PLC0415 - only here

    return dict(PREFIXES)


def export(outcome: Outcome, place: Path) -> None:
    """Write the graph in all formats, and read what others would trip over."""
    for suffix in FILES:
        ran = run(place, "export", place / "made.kg", "-o", place / f"out.{suffix}")
        if ran.code != 0:
            outcome.wrong.append(f"export to {suffix} ended with {ran.code}: {ran.told[-500:]}")
    for suffix in ("graphml", "gexf"):
        sum(1 for _ in iterparse(place / f"out.{suffix}"))  # noqa: S314 - our own
    for path in (place / "out.nodes.csv", place / "out.edges.csv", *(place / "out.neo4j").iterdir()):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                outcome.wrong += [f"{path}: a formula: {cell[:60]!r}" for cell in row if re.match(r"[=+@\t\r]|-(?![\d.])", cell)]
    for arguments in (("check", "--integrity"), ("info",)):
        ran = run(place, arguments[0], place / "made.kg", *arguments[1:])
        if ran.code != 0:
            outcome.wrong.append(f"kg {' '.join(arguments)} ended with {ran.code}: {ran.told[-500:]}")


# ---------------------------------------------------------------- the browser


class Watch:
    """What the pages of one browser context do: scripts that ran, what was asked of whom, dialogs, errors."""

    def __init__(self, outcome: Outcome, browser: Browser, home: str) -> None:
        self.outcome, self.home = outcome, home
        self.context: BrowserContext = browser.new_context()
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(120_000)
        self.context.on("request", lambda request: self.asked(request.url))
        self.page.on("dialog", self.answer)
        self.page.on("pageerror", lambda error: self.outcome.wrong.append(f"an error in {self.page.url}: {error}"))
        self.context.on("page", lambda page: self.blame(f"a window: {page.url}") if page is not self.page else None)

    def answer(self, dialog: Dialog) -> None:
        self.blame(dialog.message)
        dialog.dismiss()

    def asked(self, url: str) -> None:
        if not url.startswith((self.home, "data:", "blob:")):
            self.blame(url)

    def blame(self, what: str) -> None:
        found = MARK.search(what.partition(HOST)[2] if HOST in what else what)
        kind = OF_MARK[found[1]] if found else "?"
        self.outcome.ran[kind] += 1
        self.outcome.wrong.append(f"in the browser: {what[:200]!r}")

    def look(self) -> None:
        """See whether a script of an input has run in the page that is open."""
        ran = self.page.evaluate(f"window.{RAN} ? [].concat(window.{RAN}) : []")
        for mark in ran:
            self.blame(str(mark))


def browse(outcome: Outcome, place: Path) -> None:
    """Open the drawing and all pages of `kg serve` in Chromium."""
    if find_spec("playwright") is None:
        outcome.notes.append("no page was opened: playwright is not installed (pip install playwright; a Chromium on PATH)")
        return
    from browsing import FLAGS  # noqa: PLC0415 - of the tests
    from conftest import CHROMIUM  # noqa: PLC0415 - same
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where there is a browser
    from serving import serving  # noqa: PLC0415 - of the tests

    if CHROMIUM is None:
        outcome.notes.append("no page was opened: no Chromium on PATH")
        return
    drawn = run(place, "view", place / "made.kg", "-o", place / "page.html")
    if drawn.code != 0:
        outcome.wrong.append(f"kg view ended with {drawn.code}: {drawn.told[-500:]}")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        drawing = Watch(outcome, browser, (place / "page.html").as_uri())
        shown = open_drawing(drawing, place / "page.html")
        with serving(place / "made.kg") as server:
            served = Watch(outcome, browser, server.root)
            pages = sum(1 for _ in visits(served, server.root, place / "made.kg"))
        browser.close()
    outcome.notes.append(f"Chromium: the drawing with {shown:,} cards, and {pages:,} pages of `kg serve`")


def open_drawing(watch: Watch, path: Path, *, most: int = MOST_CARDS) -> int:
    """Open the drawing, every view of it, and cards of nodes and edges; return how many."""
    watch.page.goto(path.as_uri())
    cards = 0
    for view in ("timeline", "map", "table", "picture"):
        button = watch.page.locator(f"#to-{view}")
        if button.is_visible():
            button.click()
    cards += int(watch.page.evaluate(SHOW_CARDS, most))
    for words in scripts("search"):
        watch.page.evaluate("text => kgView.search(text)", words)
    watch.page.wait_for_timeout(1000)
    watch.look()
    return cards


def visits(watch: Watch, root: str, graph: Path) -> Iterator[str]:
    """Open the page of each article, actor and event, searches for what is hostile, and the drawings around some."""
    with open_store(graph) as store:
        things = sorted(row["thing"].value for row in store.query(THINGS, prefixes=prefixes()))  # type: ignore[union-attr] # it is a SELECT
    here = [re.sub(r"^.*?/(?=(?:document|actor|event)/)", "id/", thing) for thing in things]
    searches = [f"search?q={quote(words)}" for words in scripts("search")]
    drawings = [f"view/{path.removeprefix('id/')}" for path in here[:: max(1, len(here) // 20)]]
    for path in ("", "editor", *searches, *here, *drawings):
        answer = watch.page.goto(root + path, wait_until="load")
        if answer is None or answer.status >= 400:  # each is there
            watch.outcome.wrong.append(f"{path}: {answer.status if answer else 'no answer'}")
        watch.look()
        yield path


# ---------------------------------------------------------------- the table


def table(outcome: Outcome) -> Iterator[str]:
    """Yield the table, a line a class."""
    yield "| class | tried | built | passed over and told | neither | crashes | wrong offsets | scripts |"
    yield "|---|" + "---:|" * 7
    kinds = list(dict.fromkeys(tried.kind for tried in outcome.tried))
    rows = {kind: counted(outcome, kind) for kind in kinds}
    for kind, numbers in rows.items():
        yield f"| {kind} | {' | '.join(f'{number:,}' for number in numbers)} |"
    yield f"| **all** | {' | '.join(f'**{sum(column):,}**' for column in zip(*rows.values(), strict=True))} |"


def counted(outcome: Outcome, kind: str) -> tuple[int, ...]:
    """Count the inputs of a class: tried, built, told only, neither, crashed, with wrong offsets, scripts that ran."""
    own = [tried for tried in outcome.tried if tried.kind == kind]
    built, lost = sum(tried.built > 0 for tried in own), sum(tried.lost for tried in own)
    crashed = sum(tried.crash is not None for tried in own)
    told = sum(tried.told and not tried.built for tried in own)
    return len(own), built, told, lost, crashed, outcome.offsets[kind], outcome.ran[kind]


def attempt(place: Path, kinds: Iterable[str], seed: int) -> Outcome:
    """Make the inputs in `place` and try them."""
    outcome = Outcome(list(made(place / "in", kinds, seed)))
    for tried in outcome.tried:
        read_alone(tried)
    build(outcome, place)
    check_offsets(outcome, place / "made.kg")
    export(outcome, place)
    browse(outcome, place)
    outcome.wrong += [tried.crash for tried in outcome.tried if tried.crash]
    outcome.wrong += [f"neither built nor told: {tried.path!r}, {tried.ids}" for tried in outcome.tried if tried.lost]
    return outcome


def main() -> int:
    """Print the table and what went wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--classes", nargs="+", metavar="NAME", help="default: all but those that take long")
    options.add_argument("--long", action="store_true", help="those that take long too")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, metavar="FOLDER", help="make all in this folder, and leave it there")
    given = options.parse_args()
    kinds = given.classes or [*CLASSES, LINKS, *(LONG if given.long else ())]
    unknown = sorted(set(kinds) - {*CLASSES, *LONG, LINKS})
    if unknown:
        options.error(f"no class {', '.join(map(repr, unknown))}. Known: {', '.join(map(repr, (*CLASSES, *LONG, LINKS)))}")
    place = given.keep or Path(tempfile.mkdtemp())
    place.mkdir(exist_ok=True)
    try:
        outcome = attempt(place, kinds, given.seed)
    finally:
        if given.keep is None:  # some folders lie so deep that the standard library cannot remove them
            subprocess.run(["rm", "-rf", str(place)], check=True)  # noqa: S603, S607 - our own words
    for line in (*table(outcome), "", *(f"- {note}" for note in outcome.notes), *(f"- WRONG: {line}" for line in outcome.wrong)):
        print(line.encode("utf-8", "backslashreplace").decode(), flush=True)  # noqa: T201 - the result
    return int(bool(outcome.wrong or outcome.offsets or outcome.ran))


if __name__ == "__main__":
    sys.exit(main())
