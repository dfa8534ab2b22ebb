"""Articles from the web: what is fetched, and what a stranger's address cannot do. All servers are on loopback."""

from __future__ import annotations

import gzip
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

import kg
from kg.cli import app
from kg.documents import Fetcher, fetch, read_documents
from kg.documents.fetch import is_address, is_public
from kg.errors import DocumentError, printable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.model import Document

LOOPBACK = "127.0.0.1"
TEXT = "Gunmen attacked a checkpoint near Northtown on Monday and killed three soldiers, the defence ministry said in a statement."
PAGE = f"<html lang=en><head><title>Raid</title></head><body><article><h1>Raid</h1><p>{TEXT}</p></article></body></html>"
Answer = tuple[int, dict[str, str], bytes]


class _Site(ThreadingHTTPServer):
    """A server of given answers by path; what is not there is not found."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        super().__init__((LOOPBACK, 0), _Handler)
        self.answers, self.asked, self.hosts = answers, list[str](), set[str]()

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: _Site

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        self.server.hosts.add(self.headers["Host"])
        status, headers, content = self.server.answers.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        try:
            size = int(headers.get("X-Size", 1 << 16))
            for start in range(0, len(content), size):
                self.wfile.write(content[start : start + size])
                if "X-Slow" in headers:
                    time.sleep(float(headers["X-Slow"]))
        except OSError:
            pass  # whoever asked has had enough

    def log_message(self, *_: object) -> None: ...


@contextmanager
def site(**answers: Answer | str) -> Iterator[_Site]:
    """Serve pages: keys are paths without their slash, a text is a page of HTML; "robots" is robots.txt."""
    whole = {name: (200, {"Content-Type": "text/html"}, one.encode()) if isinstance(one, str) else one for name, one in answers.items()}
    server = _Site({"/robots.txt" if name == "robots" else f"/{name}": one for name, one in whole.items()})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(trusted=(LOOPBACK,), pause=0) as one:
        yield one


def documents(fetcher: Fetcher | None, url: str) -> tuple[list[Document], list[str]]:
    problems: list[DocumentError] = []
    found = list(read_documents([url], fetcher=fetcher, on_problem=problems.append, on_notice=lambda _: None))
    return found, [one.problem for one in problems]


def test_a_page_is_read_as_if_it_lay_in_a_file_and_says_where_and_when_it_was_found(fetcher: Fetcher) -> None:
    headers = {"Content-Type": "text/html; charset=utf-8", "Date": "Wed, 03 Jan 2024 10:00:00 GMT"}
    with site(raid=(200, headers, PAGE.encode())) as server:
        (document,), problems = documents(fetcher, f"{server.url}/raid")
    assert problems == []
    assert TEXT in document.text
    assert (document.title, document.url) == ("Raid", f"{server.url}/raid")
    # `send_response` adds a date of its own before ours
    assert document.retrieved is not None
    assert server.asked == ["/robots.txt", "/raid"]
    assert server.hosts == {server.url.removeprefix("http://")}


def test_redirects_are_followed_and_the_last_address_counts(fetcher: Fetcher) -> None:
    with site(old=(301, {"Location": "/new"}, b""), new=PAGE) as server:
        (document,), problems = documents(fetcher, f"{server.url}/old")
    assert (problems, document.url) == ([], f"{server.url}/new")


def test_text_comes_in_the_encoding_that_the_server_names(fetcher: Fetcher) -> None:
    text = f"{TEXT} The café burnt down."
    with site(raid=(200, {"Content-Type": "text/plain; charset=windows-1252"}, text.encode("cp1252"))) as server:
        (document,), problems = documents(fetcher, f"{server.url}/raid")
    assert (problems, document.text) == ([], text)


def test_what_has_no_kind_of_its_own_is_told_by_its_name(fetcher: Fetcher) -> None:
    with site(**{"raid.txt": (200, {}, TEXT.encode())}) as server:
        (document,), problems = documents(fetcher, f"{server.url}/raid.txt")
    assert (problems, document.text) == ([], TEXT)


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ((200, {}, b"User-agent: *\nDisallow: /raid\n"), False),
        ((200, {}, b"User-agent: kg\nDisallow: /\n\nUser-agent: *\nAllow: /\n"), False),
        ((200, {}, b"User-agent: other\nDisallow: /\n"), True),
        ((404, {}, b""), True),
        ((503, {}, b""), False),
        ((302, {"Location": "/rules"}, b""), False),
    ],
)
def test_robots_are_heeded(fetcher: Fetcher, robots: Answer, *, allowed: bool) -> None:
    with site(raid=PAGE, robots=robots, rules=(200, {}, b"User-agent: *\nDisallow: /raid\n")) as server:
        found, problems = documents(fetcher, f"{server.url}/raid")
        assert (len(found), problems) == ((1, []) if allowed else (0, ["the site's robots.txt forbids to fetch this"]))
        assert ("/raid" in server.asked) is allowed


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://10.0.0.7/x", "leads to 10.0.0.7:80, which is not on the public internet"),
        ("http://169.254.169.254/latest/meta-data", "leads to 169.254.169.254:80, which is not on the public internet"),
        ("http://[::1]/x", "leads to ::1:80, which is not on the public internet"),
        ("http://[::ffff:127.0.0.1]/x", "leads to ::ffff:127.0.0.1:80, which is not on the public internet"),
        ("http://inner.example/x", "leads to inner.example:80, which is not on the public internet"),
        ("http://half.example/x", "leads to half.example:80, which is not on the public internet"),
        ("http://public.example:22/x", "leads to public.example:22, which is not on the public internet"),
        ("http://no.example/x", "the name no.example is not known"),
        ("http://", "leads to http, not to a page"),
        ("http://[bad/x", "leads to "),
        ("http://a:b/x", "no address"),
    ],
)
def test_nothing_private_is_reached(url: str, problem: str) -> None:
    names = {"inner.example": ["192.168.1.1"], "half.example": ["93.184.216.34", "127.0.0.1"], "public.example": ["93.184.216.34"]}

    def resolve(host: str, port: int) -> list[str]:
        del port
        if host.endswith(".example") and host not in names:
            raise OSError("unknown")
        return names.get(host, [host])

    with Fetcher(pause=0, resolve=resolve) as fetcher:
        found, problems = documents(fetcher, url)
    assert found == []
    assert problems[0].startswith(problem)


@pytest.mark.parametrize(
    "location", ["http://10.0.0.7/secret", "file:///etc/passwd", "ftp://example.org/x", "http://127.0.0.2:1/x", "//[::1]/x", "gopher://x/"]
)
def test_a_redirect_leads_nowhere_private_either(fetcher: Fetcher, location: str) -> None:
    with site(raid=(302, {"Location": location}, b"")) as server:
        found, problems = documents(fetcher, f"{server.url}/raid")
    assert found == []
    assert "leads to" in problems[0]


def test_a_name_is_resolved_once_and_that_address_is_connected_to() -> None:
    looks: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        del port
        looks.append(host)
        return [LOOPBACK]

    with site(raid=PAGE) as server, Fetcher(trusted=("archive.example",), pause=0, resolve=resolve) as fetcher:
        port = server.url.rpartition(":")[2]
        (document,), problems = documents(fetcher, f"http://archive.example:{port}/raid")
    assert (problems, document.url) == ([], f"http://archive.example:{port}/raid")
    assert server.hosts == {f"archive.example:{port}"}
    assert looks == ["archive.example"] * 2  # robots.txt and the page: each request connects to what was looked at


def test_redirects_have_an_end(fetcher: Fetcher) -> None:
    with site(raid=(302, {"Location": "/raid"}, b"")) as server:
        assert documents(fetcher, f"{server.url}/raid") == ([], ["more than 5 redirects"])


def test_size_counts_unpacked(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_PAGE", 100_000)
    bomb = gzip.compress(b"a" * 50_000_000)
    with site(raid=(200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, bomb)) as server:
        assert documents(fetcher, f"{server.url}/raid") == ([], ["more than 100,000 bytes"])


@pytest.mark.parametrize(("size", "number"), [("65536", 3_000_000), ("1", 40)])
def test_a_server_that_drips_is_left(fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch, size: str, number: int) -> None:
    monkeypatch.setattr(fetch, "SECONDS", 0.5)
    with site(raid=(200, {"Content-Type": "text/html", "X-Slow": "0.2", "X-Size": size}, b"a" * number)) as server:
        assert documents(fetcher, f"{server.url}/raid") == ([], ["no whole answer within 0.5 s"])


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ((404, {}, b""), "the server answers 404"),
        ((500, {}, b""), "the server answers 500"),
        ((200, {"Content-Type": "image/png"}, b"\x89PNG"), "unknown kind of file ''"),
        ((200, {"Content-Type": "text/html"}, b""), "the file is empty"),
        ((200, {"Content-Type": "text/html"}, b"<p>Menu"), "no article in this page"),
        ((200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, b"no gzip"), "cannot be fetched"),
    ],
)
def test_what_is_no_article_is_told(fetcher: Fetcher, answer: Answer, problem: str) -> None:
    with site(raid=answer) as server:
        found, problems = documents(fetcher, f"{server.url}/raid")
    assert found == []
    assert problems[0].startswith(problem)


def test_a_site_is_not_hurried() -> None:
    with site(raid=PAGE, robots=(200, {}, b"User-agent: *\nCrawl-delay: 1\n")) as server, Fetcher(trusted=(LOOPBACK,), pause=0) as fetcher:
        documents(fetcher, f"{server.url}/raid")
        before = time.monotonic()
        documents(fetcher, f"{server.url}/raid")
        assert time.monotonic() - before > 0.9


def test_nothing_is_fetched_unless_asked_for() -> None:
    with site(raid=PAGE) as server:
        assert documents(None, f"{server.url}/raid") == ([], ["an address, and nothing is fetched unless you ask for it"])
        assert server.asked == []


def test_a_graph_of_a_page_leads_to_its_address(fetcher: Fetcher, tmp_path: Path) -> None:
    with site(raid=PAGE) as server:
        report = kg.build([f"{server.url}/raid"], tmp_path / "a.kg", fetch=fetcher)
        assert report.read == 1
        with kg.open(tmp_path / "a.kg") as graph:
            (row,) = graph.articles()
        assert str(row["url"]) == f"{server.url}/raid"


def test_the_command_line_says_how_to_ask_for_it(tmp_path: Path) -> None:
    url = "http://10.0.0.7/x"
    for options, message in (((), "Add --fetch"), (("--fetch",), "not on the public internet")):
        result = CliRunner().invoke(app, ["build", url, "-o", str(tmp_path / "a.kg"), *options])
        assert result.exit_code != 0
        assert message in printable(result.output).replace("\n", " ")


@pytest.mark.parametrize(("path", "expected"), [("https://a.b/c", True), ("HTTP://a", True), ("a/b.txt", False), ("file:///a", False)])
def test_what_an_address_is(path: str, *, expected: bool) -> None:
    assert is_address(path) is expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        *(("93.184.216.34", True), ("2606:2800:220:1::1", True), ("64:ff9b::5db8:d822", True)),
        *((one, False) for one in ("127.0.0.1", "0.0.0.0", "10.1.1.1", "100.64.0.1", "172.16.0.1", "192.168.0.1", "169.254.169.254")),  # noqa: S104
        *((one, False) for one in ("224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1")),
        *((one, False) for one in ("2002:7f00:1::", "ff02::1", "64:ff9b:1::1", "64:ff9b::7f00:1", "")),
    ],
)
def test_which_addresses_are_public(address: str, *, expected: bool) -> None:
    assert is_public(address) is expected
