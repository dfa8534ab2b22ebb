"""Stands before all that is served: refuses requests under foreign names and too many of one client, and says what browsers may do.

ASGI applications come in and go out.
"""

from __future__ import annotations

from collections import Counter
from time import perf_counter
from typing import TYPE_CHECKING, Final

from kg.serve.http import header, refuse, reply
from kg.serve.operation import RefusedError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from kg.serve.http import Message, Receive, Scope, Send
    from kg.serve.metrics import Metrics
    from kg.serve.options import Options

    App = Callable[[Scope, Receive, Send], Awaitable[None]]

ALWAYS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"SAMEORIGIN"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
NOTHING: Final = b"default-src 'none'; frame-ancestors 'self'"
"""What an answer that names no policy of its own may do in a browser."""


class Guard:
    """The outermost application."""

    def __init__(self, app: App, options: Options, metrics: Metrics) -> None:
        self._app, self._options, self._metrics = app, options, metrics
        self._asking: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start, client = perf_counter(), (scope.get("client") or ("",))[0]
        sent = _Sent(send, self._cors(scope))
        self._asking[client] += 1
        try:
            self._check(scope, client)
            if scope["method"] == "OPTIONS":
                await reply(sent, 204, b"", headers={"Allow": "GET, HEAD, POST, OPTIONS"})
            else:
                await self._app(scope, receive, sent)
        except RefusedError as error:
            await refuse(sent, error)
        finally:
            self._asking[client] -= 1
            if not self._asking[client]:
                del self._asking[client]
            self._metrics.count(_route(scope["path"]), sent.status, perf_counter() - start)

    def _check(self, scope: Scope, client: str) -> None:
        names = self._options.names
        host = header(scope, b"host")
        if names is not None and _without_port(host) not in names:
            raise RefusedError(421, f"this server is not called {host!r}. Name it at the start (--allow-host)")
        if self._asking[client] > self._options.per_client:
            raise RefusedError(429, f"more than {self._options.per_client} requests at once. Wait for some to end", {"Retry-After": "1"})

    def _cors(self, scope: Scope) -> tuple[tuple[bytes, bytes], ...]:
        """Return the headers that let a page of another origin read the answer, if it may."""
        origin, allowed = header(scope, b"origin"), self._options.origins
        if not origin or not ({"*", origin} & set(allowed)):
            return ()
        return (
            (b"access-control-allow-origin", b"*" if "*" in allowed else origin.encode("latin-1")),
            (b"access-control-allow-headers", b"accept, authorization, content-type"),
            (b"access-control-allow-methods", b"GET, POST"),
            (b"access-control-max-age", b"600"),
            (b"cross-origin-resource-policy", b"cross-origin"),
            (b"vary", b"Origin"),
        )


class _Sent:
    """Adds headers to an answer, and remembers its status."""

    def __init__(self, send: Send, cors: tuple[tuple[bytes, bytes], ...]) -> None:
        self._send, self._cors = send, cors
        self.status = 0

    async def __call__(self, message: Message) -> None:
        """Send a message."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = {name for name, _ in (*message["headers"], *self._cors)}
            added = [line for line in ALWAYS if line[0] not in own]
            if b"content-security-policy" not in own:
                added.append((b"content-security-policy", NOTHING))
            message["headers"] = [*message["headers"], *self._cors, *added]
        await self._send(message)


def _without_port(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def _route(path: str) -> str:
    """Return what a path is counted under: not the path itself, of which there are any number."""
    first = path.strip("/").partition("/")[0]
    return first if first in {"sparql", "id", "search", "view", "around", "health", "metrics"} else "other"
