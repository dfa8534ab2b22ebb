"""Speaks HTTP to a SPARQL 1.1 service: requests go out, and what comes back is an answer as pyoxigraph has it, or a clear error.

Needs httpx (the extra `[remote]`).
"""

from __future__ import annotations

import io
import json
import logging
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, cast

import pyoxigraph
from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, parse, parse_query_results

from kg.errors import MissingLibraryError, StoreError
from kg.store.service import Token

try:
    import httpx
except ImportError as error:
    raise MissingLibraryError("httpx", "remote") from error

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from pyoxigraph import QueryTriples

    from kg.store.protocol import Answer
    from kg.store.service import Login, Service

log = logging.getLogger(__name__)

_CONNECTING = 10.0  # seconds
_PAUSES = (0.2, 1.0)  # seconds before a connection is tried again


class Connection:
    """Sends requests to a service, and raises what can go wrong as a `StoreError` that names the URL."""

    def __init__(self, service: Service) -> None:
        self._timeout = service.timeout
        self._client: httpx.Client | None = httpx.Client(
            auth=_auth(service.login), timeout=httpx.Timeout(service.timeout, connect=_CONNECTING), headers={"User-Agent": "kg"}
        )

    @property
    def closed(self) -> bool:
        """Whether it can no longer be used."""
        return self._client is None

    def close(self) -> None:
        """Let go of connections; closing twice is harmless."""
        if self._client is not None:
            self._client.close()
            self._client = None

    @contextmanager
    def sent(self, method: str, url: str, **content: Any) -> Iterator[httpx.Response]:  # noqa: ANN401 - as httpx takes it
        """Send a request and yield its response, of which nothing but the head is read yet."""
        if self._client is None:
            raise ValueError("the store is closed. Make a new `RemoteStore`")
        try:
            response = self._connected(self._client, self._client.build_request(method, url, **content))
            try:
                yield response
            finally:
                response.close()
        except httpx.ConnectError as error:
            raise StoreError(f"{url}: no service answers there: {error}. Check the URL, and whether it runs") from error
        except httpx.TimeoutException as error:
            raise StoreError(f"{url}: no answer within {self._timeout:g} s. Ask for less, or allow more time") from error
        except httpx.HTTPError as error:
            raise StoreError(f"{url}: the answer broke off: {error}. Try again") from error

    @staticmethod
    def _connected(client: httpx.Client, request: httpx.Request) -> httpx.Response:
        """Send a request; only where no connection was made, and so nothing was done, is it tried again."""
        for pause in _PAUSES:
            try:
                return client.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                log.info("%s: %s; trying again in %g s", request.url.host, error, pause)
                time.sleep(pause)
        return client.send(request, stream=True)


# ---------------------------------------------------------------- who we are


class _AskedFor(httpx.Auth):
    """Logs in by Digest or Basic, whichever the service asks for; before it asks, nothing is sent."""

    def __init__(self, login: Login) -> None:
        self._login = login
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is None:
            response = yield request
            if response.status_code != httpx.codes.UNAUTHORIZED:
                return
            digest = response.headers.get("www-authenticate", "").lower().startswith("digest")
            scheme = httpx.DigestAuth if digest else httpx.BasicAuth
            self._chosen = scheme(self._login.user, self._login.password)
        yield from self._chosen.auth_flow(request)


class _Bearer(httpx.Auth):
    def __init__(self, token: Token) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token.secret}"
        yield request


def _auth(login: Login | Token | None) -> httpx.Auth | None:
    if login is None:
        return None
    return _Bearer(login) if isinstance(login, Token) else _AskedFor(login)


# ---------------------------------------------------------------- answers


class _Stream(io.RawIOBase):
    def __init__(self, response: httpx.Response) -> None:
        self._pieces = response.iter_bytes()
        self._left = b""

    def readable(self) -> bool:
        """Tell that this can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer, of which pyoxigraph and io give these
        """Fill `buffer` with what comes next; see `io.RawIOBase`."""
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = piece
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


def stream_of(response: httpx.Response) -> IO[bytes]:
    """Return the body of a response as a file, of which only a piece is in memory."""
    return cast("IO[bytes]", io.BufferedReader(_Stream(response)))


def ensure(response: httpx.Response) -> None:
    """Raise what the status of a response means, unless it is good.

    Raises:
        SyntaxError: The service does not understand the query.
        StoreError: It refuses, or cannot.
    """
    status, url = response.status_code, response.url.copy_with(query=None)
    if response.is_success:
        return
    response.read()
    told = " ".join(response.text.split())[:300] or response.reason_phrase
    if status == httpx.codes.BAD_REQUEST:
        raise SyntaxError(f"{url}: {told}")
    if status in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        raise StoreError(f"{url}: the service does not let us ({status}). Give a name and password, or a token, that may do this")
    if response.is_redirect:
        raise StoreError(f"{url}: the service has moved to {response.headers.get('location')}. Give that URL")
    raise StoreError(f"{url}: the service cannot do this ({status}): {told}")


def answer_of(body: bytes, content_type: str, url: str) -> Answer:
    """Return the answer to a query as the embedded engine would give it.

    Args:
        body: What the service answered.
        content_type: The media type of that.
        url: Of the service, for errors.

    Raises:
        StoreError: The answer is not of SPARQL, or is damaged.
    """
    kind = RdfFormat.from_media_type(content_type)
    if kind is not None:
        return _triples(body, kind, url)
    form = results_format(content_type, url)
    with parsing(url):
        answer = parse_query_results(body, format=form)
        if isinstance(answer, QueryBoolean):
            return answer
        for _ in answer:  # an answer that breaks off is found here, and not by whoever reads its rows
            pass
        return parse_query_results(body, format=form)


def boolean(answer: bool) -> QueryBoolean:  # noqa: FBT001 - that is all it is
    """Return the answer to an ASK as the embedded engine would give it."""
    made = parse_query_results(json.dumps({"head": {}, "boolean": answer}).encode(), format=QueryResultsFormat.JSON)
    return cast("QueryBoolean", made)


def _triples(body: bytes, kind: RdfFormat, url: str) -> QueryTriples:
    """Return triples as the engine gives them."""
    scratch = pyoxigraph.Store()
    with parsing(url):
        scratch.extend(parse(body, format=kind))
    return cast("QueryTriples", scratch.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"))


def results_format(content_type: str, url: str) -> QueryResultsFormat:
    """Return the format of rows that a media type stands for.

    Raises:
        StoreError: It stands for none.
    """
    form = QueryResultsFormat.from_media_type(content_type)
    if form is None:
        raise StoreError(
            f"{url}: the answer is {content_type or 'of no type'}, not results of SPARQL. Is this the URL of a query endpoint?"
        )
    return form


def rdf_format(content_type: str, url: str) -> RdfFormat:
    """Return the format of triples that a media type stands for.

    Raises:
        StoreError: It stands for none.
    """
    form = RdfFormat.from_media_type(content_type)
    if form is None:
        raise StoreError(f"{url}: the answer is {content_type or 'of no type'}, not RDF. Is this the URL of a Graph Store Protocol?")
    return form


@contextmanager
def parsing(url: str) -> Iterator[None]:
    """Raise a `StoreError` for what cannot be parsed in the block."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{url}: the answer is damaged or breaks off: {error}. Try again, or ask for less") from error
