"""Runs a parser that strangers' files could hang or blow up in a helper process, with limits of time and memory.

A file comes in, what the parser finds goes out, as if it had been run here. If the helper takes too long, needs too much, or dies, the file
is told and the next one gets a new helper. It is started with the first file that needs it and ends with this process.
"""

from __future__ import annotations

import atexit
import io
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import IO, BinaryIO

from kg.documents.article import Defaults, Found, Parser, read_whole
from kg.errors import DocumentError

SECONDS = 60.0
"""So long may one article take. Pages of 5 MB that are made to be slow take 20 s."""
MEMORY = 4_000_000_000
"""Bytes of address space of the helper (where the system can bound it)."""
PARSERS = {
    "csv": "kg.documents.tables:parse_csv",
    "feed": "kg.documents.feed:parse_feed",
    "html": "kg.documents.html:parse_html",
    "json": "kg.documents.json_file:parse_json",
    "markdown": "kg.documents.text:parse_markdown",
    "parquet": "kg.documents.tables:parse_parquet",
    "pdf": "kg.documents.pdf:parse_pdf",
}
"""What can be run, by name: where its function stands."""
START = f"import sys; sys.path.insert(0, {str(Path(__file__).parent.parent.parent)!r}); from kg.documents.guarded import serve; serve()"
AS_TEXT = "Give the article's text as .txt"
DONE = "done"
"""What the helper sends after the last thing that it found."""

_Request = tuple[str, bytes | str, str, Defaults]
"""Where a parser's function stands; a file's bytes, or its path; its name for messages; what is known of it."""


class Helper:
    """A process that parses. In `results` stands what it found, `DONE` after each file, and `None` if it has ended."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, "-c", START], stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own words
        self.results: SimpleQueue[Found | str | None] = SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        stream = _pipe(self.process.stdout)
        while True:
            try:
                self.results.put(pickle.load(stream))  # noqa: S301 - what our own helper sends
            except Exception:  # noqa: BLE001 - a helper that was killed leaves any kind of half an answer
                self.results.put(None)
                return

    def ask(self, request: _Request, seconds: float) -> Iterator[Found]:
        """Yield what the parser finds; an error that ended it comes last.

        Raises:
            TimeoutError: Nothing came for so many seconds.
            EOFError: The process has ended.
        """
        stream = _pipe(self.process.stdin)
        try:
            pickle.dump(request, stream)
            stream.flush()
        except OSError as error:
            raise EOFError from error
        while True:
            try:
                answer = self.results.get(timeout=seconds)
            except Empty:
                raise TimeoutError from None
            if answer is None:
                raise EOFError
            if isinstance(answer, str):
                return
            yield answer

    def end(self) -> None:
        """Stop the process, whatever it is doing."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            _pipe(stream).close()


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:  # it was asked for when the process was started
        raise EOFError
    return stream


class _Helpers:
    """The helpers that wait for work in this process; a forked process starts its own."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.idle: list[Helper] = []

    def take(self) -> Helper:
        if self.owner != os.getpid():
            self.owner, self.idle = os.getpid(), []
        while self.idle:
            helper = self.idle.pop()
            if helper.process.poll() is None:
                return helper
        return Helper()

    def give_back(self, helper: Helper) -> None:
        self.idle.append(helper)

    def end(self) -> None:
        while self.owner == os.getpid() and self.idle:
            self.idle.pop().end()


_helpers = _Helpers()
atexit.register(_helpers.end)


def guarded(name: str, *, limit: int) -> Parser:
    """Return a parser of files that are read as a whole, up to `limit` bytes."""

    def parse(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Found]:
        yield from _ask((PARSERS[name], read_whole(stream, where, limit=limit), where, defaults))

    return parse


def guarded_stream(name: str) -> Parser:
    """Return a parser of files of any length, which are read from disk; what comes out of an archive is put there for as long."""

    def parse(stream: BinaryIO, where: str, defaults: Defaults) -> Iterator[Found]:
        path = getattr(stream, "name", None)
        if isinstance(path, str) and stream.seekable() and stream.tell() == 0 and Path(path).is_file():
            yield from _ask((PARSERS[name], str(Path(path).absolute()), where, defaults))
            return
        with tempfile.TemporaryDirectory(prefix="kg-") as folder:
            copy = Path(folder) / "file"
            with copy.open("wb") as file:
                shutil.copyfileobj(stream, file)
            yield from _ask((PARSERS[name], str(copy), where, defaults))

    return parse


def _ask(request: _Request) -> Iterator[Found]:
    helper, where = _helpers.take(), request[2]
    answered = False
    try:
        yield from helper.ask(request, SECONDS)
        answered = True
    except TimeoutError as error:
        raise DocumentError(where, f"took longer than {SECONDS:.0f} seconds", AS_TEXT) from error
    except EOFError as error:
        problem = "cannot be parsed: it ended the process that tried, or needed too much memory"
        raise DocumentError(where, problem, AS_TEXT) from error
    finally:
        if answered:
            _helpers.give_back(helper)
        else:  # it hangs, has died, or goes on parsing what nobody waits for
            helper.end()


# ---------------------------------------------------------------- in the helper


def serve() -> None:
    """Parse what comes on standard input until it ends; run in the helper."""
    _bound_memory()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a library prints must not stand among the answers
    while True:
        try:
            request: _Request = pickle.load(requests)  # noqa: S301 - what our own process sends
        except EOFError:
            return
        for answer in _parse(request):
            pickle.dump(answer, answers)
            answers.flush()


def _parse(request: _Request) -> Iterator[Found | str]:
    place, source, where, defaults = request
    module, _, function = place.partition(":")
    parser: Parser = getattr(import_module(module), function)
    try:
        with io.BufferedReader(io.BytesIO(source)) if isinstance(source, bytes) else Path(source).open("rb") as stream:
            yield from parser(stream, where, defaults)
    except DocumentError as error:
        yield error
    except MemoryError:
        yield DocumentError(where, "needs too much memory", AS_TEXT)
    except RecursionError:
        yield DocumentError(where, "nested too deep", AS_TEXT)
    except Exception as error:  # noqa: BLE001 - strangers' files make libraries raise anything, and the next file must be read
        yield DocumentError(where, f"cannot be parsed ({type(error).__name__}: {error})", AS_TEXT)
    yield DONE


def _bound_memory() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not everywhere

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
