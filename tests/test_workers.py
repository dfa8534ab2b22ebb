"""Queries that are stopped: in a process of their own, within limits of time, rows, bytes and memory, and without a network."""

from __future__ import annotations

import asyncio
import os
import threading
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING

import psutil
import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions

from kg.workers import Limits, Pool, Reader, Reply, Request, Size, StoppedError
from kg.workers.reader import Counter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EX = "http://example.org/"
THINGS = 300
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ASK = Request("ASK {}")
YES = b'{"head":{},"boolean":true}'
LIMITS = Limits(seconds=30)


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of labels, one for each thing."""
    folder = tmp_path_factory.mktemp("graph")
    store = pyoxigraph.Store(str(folder))
    store.extend(Quad(NamedNode(f"{EX}{number}"), NamedNode(f"{EX}label"), Literal(f"thing {number}")) for number in range(THINGS))
    store.flush()
    return folder


@pytest.fixture(scope="module")
def reader(graph: Path) -> Iterator[Reader]:
    found = Reader(graph, LIMITS)
    yield found
    found.close()


def problem(reader: Reader, query: str, limits: Limits = LIMITS) -> str:
    """Why there is no answer."""
    with pytest.raises(StoppedError) as caught:
        reader.ask(Request(query), limits)
    return caught.value.problem


# ---------------------------------------------------------------- one process


def test_an_answer_has_a_kind_a_type_and_bytes(reader: Reader) -> None:
    named = f"SELECT ?label {{ <{EX}7> <{EX}label> ?label }}"
    assert reader.ask(ASK, LIMITS) == (Reply("boolean", "application/sparql-results+json"), YES, True)
    assert reader.ask(Request(named), LIMITS) == (
        Reply("solutions", "text/tab-separated-values"),
        b'?label\n"thing 7"\n',
        True,
    )
    described = Request(f"DESCRIBE <{EX}7>", triples="text/turtle", prefixes={"": EX})
    assert reader.ask(described, LIMITS) == (
        Reply("triples", "text/turtle"),
        f'@prefix : <{EX}> .\n:7 :label "thing 7" .\n'.encode(),
        True,
    )


def test_values_are_bound_and_graphs_chosen(reader: Reader) -> None:
    bound = Request(f"SELECT ?s ?label {{ ?s <{EX}label> ?label }}", bound={"label": '"thing 9"'})
    assert reader.ask(bound, LIMITS)[1] == f'?s\t?label\n<{EX}9>\t"thing 9"\n'.encode()
    elsewhere = Request("ASK { ?s ?p ?o }", default=(f"{EX}graph",), named=())
    assert reader.ask(elsewhere, LIMITS)[1] == b'{"head":{},"boolean":false}'


def test_what_is_wrong_with_a_query_is_told_and_the_process_goes_on(reader: Reader) -> None:
    assert problem(reader, "SELECT") == "syntax"
    with pytest.raises(StoppedError, match="unacceptable: triples"):
        reader.ask(Request("DESCRIBE <http://example.org/1>", triples=None), LIMITS)
    assert reader.ask(ASK, LIMITS)[1] == YES


def test_a_query_that_takes_too_long_is_killed_and_the_next_one_answered(reader: Reader) -> None:
    start = monotonic()
    assert problem(reader, ENDLESS, replace(LIMITS, seconds=0.3)) == "time"
    assert monotonic() - start < 5
    assert reader.ask(ASK, LIMITS)[1] == YES


def test_a_query_that_takes_too_much_memory_ends_alone(graph: Path) -> None:
    small = replace(LIMITS, memory=800 << 20)
    reader = Reader(graph, small)
    assert problem(reader, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a ?d ?i", small) == "memory"
    assert reader.ask(ASK, small)[1] == YES
    reader.close()


def test_a_query_that_lies_deep_in_itself_ends_alone(reader: Reader) -> None:
    assert problem(reader, f"ASK {'{' * 30_000}{'}' * 30_000}") == "nesting"
    assert reader.ask(ASK, LIMITS)[1] == YES


def test_another_thread_can_cancel(reader: Reader) -> None:
    found: list[str] = []
    asking = threading.Thread(target=lambda: found.append(problem(reader, ENDLESS)))
    asking.start()
    while asking.is_alive():
        reader.cancel()
        asking.join(0.05)
    assert found == ["cancelled"]


def test_a_process_ends_itself_when_nobody_is_left_to_end_it(graph: Path) -> None:
    reader = Reader(graph, LIMITS)
    reader.ask(ASK, LIMITS)
    process = reader._process  # noqa: SLF001 - it is to be left alone with an endless query
    assert process is not None
    assert process.stdin is not None
    process.stdin.write(Request(ENDLESS).frame(replace(LIMITS, seconds=-0.7)))
    process.stdin.flush()
    assert process.wait(timeout=20) != 0
    reader.close()


@pytest.mark.parametrize("query", ["SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"])
def test_a_process_has_no_network(reader: Reader, query: str) -> None:
    import socket  # noqa: PLC0415 - only here

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        assert problem(reader, query.format(port=server.getsockname()[1])) == "engine"
        with pytest.raises(TimeoutError):
            server.accept()


# ---------------------------------------------------------------- rows and bytes


def test_rows_beyond_a_limit_are_left_out_or_an_error(reader: Reader) -> None:
    every, few = f"SELECT ?label {{ ?s <{EX}label> ?label }}", replace(LIMITS, rows=5)
    assert problem(reader, every, few) == "rows"
    _, answer, complete = reader.ask(Request(every, cut=True), few)
    assert (answer.count(b"\n"), complete) == (6, False)
    assert reader.ask(Request(f"{every} LIMIT 5", cut=True), few)[2]
    triples = f"CONSTRUCT WHERE {{ ?s <{EX}label> ?label }}"
    assert problem(reader, triples, few) == "rows"
    _, answer, complete = reader.ask(Request(triples, cut=True), few)
    assert (answer.count(b"\n"), complete) == (5, False)
    assert reader.ask(Request(f"{triples} LIMIT 5", cut=True), few)[2]


def test_bytes_beyond_a_limit_are_an_error(reader: Reader) -> None:
    assert problem(reader, "SELECT * { ?s ?p ?o }", replace(LIMITS, size=1000)) == "size"
    assert reader.ask(ASK, replace(LIMITS, size=1000))[1] == YES


NASTY = st.text(alphabet="ab\"\\,{}[]<>\n\r\t'&é", max_size=12)


@given(
    st.lists(st.tuples(st.none() | NASTY, st.none() | NASTY), max_size=8),
    st.sampled_from([QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.CSV, QueryResultsFormat.TSV]),
    st.integers(1, 40),
)
def test_rows_are_counted_in_every_format_whatever_they_hold(
    rows: list[tuple[str | None, str | None]], form: QueryResultsFormat, step: int
) -> None:
    values = " ".join(f"({' '.join('UNDEF' if cell is None else str(Literal(cell)) for cell in row)})" for row in rows)
    answer = pyoxigraph.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")
    assert isinstance(answer, QuerySolutions)
    written = answer.serialize(format=form)
    assert written is not None
    counter, counted = Counter(form.media_type), 0
    for at in range(0, len(written), step):
        counted = counter.rows(written[at : at + step])
    assert counted == len(rows)


# ---------------------------------------------------------------- many processes


async def ask(pool: Pool, query: str = "ASK {}") -> bytes:
    """The whole answer."""
    answer = await pool.ask(Request(query))
    return answer.start + b"".join([piece async for piece in answer.rest()])


async def until(done: Callable[[], int]) -> None:
    while not done():  # noqa: ASYNC110 - a pool tells no one how many queries it has
        await asyncio.sleep(0.01)


async def refusal(pool: Pool, query: str) -> str:
    with pytest.raises(StoppedError) as caught:
        await ask(pool, query)
    return caught.value.problem


def test_slow_queries_leave_room_for_quick_ones(graph: Path) -> None:
    async def check() -> None:
        async with Pool(graph, limits=replace(LIMITS, seconds=3), size=Size(processes=3, slow=1, slow_after=0.2)) as pool:
            slow = [asyncio.create_task(refusal(pool, ENDLESS)) for _ in range(2)]
            await until(lambda: pool.slow)
            assert [await ask(pool) for _ in range(20)] == [YES] * 20
            assert sorted(await asyncio.gather(*slow)) == ["busy", "time"]
            assert (pool.slow, pool.stopped["busy"], pool.stopped["time"]) == (0, 1, 1)
            assert await ask(pool) == YES

    asyncio.run(check())


def test_who_finds_no_process_waits_and_too_many_are_refused(graph: Path) -> None:
    async def check() -> None:
        async with Pool(graph, limits=replace(LIMITS, seconds=1), size=Size(processes=1, slow=1, waiting=1)) as pool:
            first = asyncio.create_task(refusal(pool, ENDLESS))
            await until(lambda: pool.running)
            second = asyncio.create_task(ask(pool))
            await until(lambda: pool.waiting)
            assert await refusal(pool, "ASK {}") == "busy"
            assert (await first, await second) == ("time", YES)

    asyncio.run(check())


def test_a_client_that_leaves_takes_its_query_along(graph: Path) -> None:
    async def check() -> None:
        async with Pool(graph, limits=LIMITS, size=Size(processes=1, slow=1)) as pool:
            left = asyncio.create_task(ask(pool, ENDLESS))
            await until(lambda: pool.running)
            left.cancel()
            assert await ask(pool) == YES
            answer = await pool.ask(Request("SELECT * { ?a ?b ?c . ?d ?e ?f }"))
            assert not answer.whole
            answer.close()
            assert await ask(pool) == YES

    asyncio.run(check())


def test_a_newer_graph_is_served_while_old_answers_end(graph: Path, tmp_path: Path) -> None:
    newer = pyoxigraph.Store(str(tmp_path))
    newer.add(Quad(NamedNode(f"{EX}new"), NamedNode(f"{EX}label"), Literal("new")))
    newer.flush()
    let_go: list[str] = []
    one = f"SELECT ?l {{ <{EX}new> <{EX}label> ?l }}"

    async def check() -> None:
        async with Pool(graph, lambda: let_go.append("old"), limits=LIMITS, size=Size(processes=2)) as pool:
            begun = await pool.ask(Request("SELECT * { ?a ?b ?c . ?d ?e ?f }"))
            assert await ask(pool, one) == b"?l\n"
            with pytest.raises(StoppedError, match="store"):
                await pool.turn_to(tmp_path / "none", lambda: let_go.append("none"))
            await pool.turn_to(tmp_path, lambda: let_go.append("new"))
            assert await ask(pool, one) == b'?l\n"new"\n'
            assert let_go == []
            size = len(begun.start) + sum([len(piece) async for piece in begun.rest()])
            assert (size > 1 << 20, begun.complete) == (True, True)
            assert let_go == ["old"]
        assert let_go == ["old", "new"]

    asyncio.run(check())


def test_nothing_is_left_running(graph: Path) -> None:
    async def check() -> None:
        async with Pool(graph, limits=LIMITS, size=Size(processes=3)) as pool:
            await asyncio.gather(*(ask(pool) for _ in range(6)))
            gone = asyncio.create_task(ask(pool, ENDLESS))
            await until(lambda: pool.running)
        with pytest.raises(StoppedError, match="cancelled"):
            await gone

    asyncio.run(check())
    left = [child for child in psutil.Process(os.getpid()).children() if str(graph) in " ".join(child.cmdline())]
    assert len(left) <= 1  # that of the reader of all these tests
