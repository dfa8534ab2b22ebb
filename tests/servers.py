"""Starts real SPARQL services for tests and ends them: the native Oxigraph server, and Virtuoso where it is installed."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
VIRTUOSO = shutil.which("virtuoso-t")
_PATIENCE = 60  # seconds until a server must answer

_VIRTUOSO_SETTINGS = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
NumberOfBuffers = 4000
MaxDirtyBuffers = 2000
DirsAllowed = .
[HTTPServer]
ServerPort = {http}
ServerThreads = 5
[SPARQL]
ResultSetMaxRows = {rows}
"""


@contextmanager
def oxigraph_server(*arguments: str) -> Iterator[str]:
    """Yield the URL of an Oxigraph server that keeps its graph in memory."""
    assert OXIGRAPH is not None, "install the package oxigraph, of the development group"
    port = free_port()
    with _running([OXIGRAPH, "serve", "--bind", f"127.0.0.1:{port}", *arguments], Path.cwd(), f"http://127.0.0.1:{port}/query"):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def virtuoso_server(folder: Path, *, rows: int = 1_000_000) -> Iterator[str]:
    """Yield the URL of a new Virtuoso that answers with at most `rows` rows; user and password are "dba"."""
    assert VIRTUOSO is not None
    http = free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO_SETTINGS.format(http=http, sql=free_port(), rows=rows))
    command = [VIRTUOSO, "+foreground", "+wait", "+configfile", "virtuoso.ini"]
    with _running(command, folder, f"http://127.0.0.1:{http}/sparql"):
        yield f"http://127.0.0.1:{http}"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def _running(command: list[str], folder: Path, url: str) -> Iterator[None]:
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603 - our own words
    try:
        _await(server, url)
        yield
    finally:
        server.kill()
        server.wait()


def _await(server: subprocess.Popen[bytes], url: str) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        assert server.poll() is None, f"the server ended with {server.returncode}"
        try:
            if httpx.get(url, params={"query": "ASK {}"}).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise TimeoutError(f"{url} does not answer")
