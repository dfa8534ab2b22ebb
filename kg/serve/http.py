"""Answers HTTP without ceremony: what is to be sent comes in, ASGI messages go out; and the body of a request, within bounds."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, Final

from kg.serve.operation import RefusedError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

TEXT = "text/plain; charset=utf-8"
_HOST: Final = re.compile(r"[A-Za-z0-9._-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")


def header(scope: Scope, name: bytes) -> str:
    """Return the value of a header of a request, its values joined if it comes more than once."""
    return ", ".join(value.decode("latin-1") for key, value in scope["headers"] if key == name)


def root_of(scope: Scope) -> str:
    """Return the URL of the server as the client knows it, with a slash at its end.

    Raises:
        RefusedError: The header `Host` is no name of a host.
    """
    host = header(scope, b"host")
    if _HOST.fullmatch(host) is None:
        raise RefusedError(400, "the header Host is no name of a host. Send the one in the address")
    return f"{scope['scheme']}://{host}/"


async def body_of(scope: Scope, receive: Receive, most: int) -> bytes:
    """Return the body of a request.

    Raises:
        RefusedError: It has more than `most` bytes, or is compressed.
    """
    if (coding := header(scope, b"content-encoding").lower()) not in {"", "identity"}:
        raise RefusedError(415, f"the content coding {coding} is not supported. Send the body as it is", {"Accept-Encoding": "identity"})
    told = header(scope, b"content-length")
    if told.isdecimal() and int(told) > most:
        raise RefusedError(413, f"the request has more than {most} bytes. Send less")
    pieces, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RefusedError(400, "the request broke off")
        piece = message.get("body", b"")
        size += len(piece)
        if size > most:
            raise RefusedError(413, f"the request has more than {most} bytes. Send less")
        pieces.append(piece)
        more = message.get("more_body", False)
    return b"".join(pieces)


async def begin(send: Send, status: int, media_type: str, headers: Mapping[str, str] | None = None, length: int | None = None) -> None:
    """Send the head of an answer."""
    lines = [(b"content-type", media_type.encode("latin-1"))]
    lines += [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in (headers or {}).items()]
    if length is not None:
        lines.append((b"content-length", str(length).encode()))
    await send({"type": "http.response.start", "status": status, "headers": lines})


async def reply(send: Send, status: int, content: bytes | str, media_type: str = TEXT, headers: Mapping[str, str] | None = None) -> None:
    """Send a whole answer."""
    body = content.encode() if isinstance(content, str) else content
    await begin(send, status, media_type, headers, len(body))
    await send({"type": "http.response.body", "body": body})


async def refuse(send: Send, error: RefusedError) -> None:
    """Send why a request is not carried out."""
    await reply(send, error.status, f"{error}\n", headers=error.headers)


async def reply_json(send: Send, content: object, status: int = 200) -> None:
    """Send a whole answer as JSON."""
    await reply(send, status, json.dumps(content, ensure_ascii=False, indent=1) + "\n", "application/json")
