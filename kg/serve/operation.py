"""Reads a request of the SPARQL 1.1 Protocol: method, query string, content type and body come in, an operation goes out, or a refusal.

Source: W3C, SPARQL 1.1 Protocol, 2.1 and 2.2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
MOST_FIELDS: Final = 200
_DATASET: Final = {"query": ("default-graph-uri", "named-graph-uri"), "update": ("using-graph-uri", "using-named-graph-uri")}


class RefusedError(Exception):
    """A request that is not carried out.

    Attributes:
        status: The HTTP status.
        headers: Further headers of the answer.
    """

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update.

    Attributes:
        text: The SPARQL text.
        default: IRIs that make up the default graph, or `using-graph-uri` of an update.
        named: IRIs of the named graphs, likewise.
        is_update: Whether it changes the graph.
    """

    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    is_update: bool = False


def operation(method: str, query_string: bytes, content_type: str, body: bytes) -> Operation | None:
    """Return the operation of a request; `None`: a GET that asks for nothing, so for a description of the service.

    Raises:
        RefusedError: It is none.
    """
    fields = _fields(query_string)
    if method in {"GET", "HEAD"}:
        if not fields:
            return None
        if "update" in fields:
            raise RefusedError(400, "an update by GET. Send it by POST")
        return _of_fields(fields)
    if method != "POST":
        raise RefusedError(405, "this method is not allowed here. Use GET or POST", {"Allow": "GET, HEAD, POST, OPTIONS"})
    kind, charset = _kind(content_type)
    if charset not in {"", "utf-8", "utf8", "us-ascii"}:
        raise RefusedError(415, f"the charset {charset} is not supported. Send UTF-8")
    if kind == FORM:
        return _of_fields(_merged(fields, _fields(body)))
    if kind not in {QUERY, UPDATE}:
        raise RefusedError(
            415, f"the content type {kind or 'of the request, which is missing,'} is not supported. Send {QUERY}, {UPDATE} or {FORM}"
        )
    if "query" in fields or "update" in fields:
        raise RefusedError(400, "a query in the address and another one in the body. Send one")
    return _of_fields({**fields, "query" if kind == QUERY else "update": [_text(body)]})


def _of_fields(fields: Mapping[str, list[str]]) -> Operation:
    texts = {name: fields[name] for name in ("query", "update") if name in fields}
    if sum(map(len, texts.values())) != 1:
        raise RefusedError(400, f"{'no' if not texts else 'more than one'} query or update. Send one, as query= or update=")
    name, (text,) = next(iter(texts.items()))
    default, named = _DATASET[name]
    return Operation(text, tuple(fields.get(default, ())), tuple(fields.get(named, ())), is_update=name == "update")


def _fields(encoded: bytes) -> dict[str, list[str]]:
    """Return fields with their values, decoded once: `%2541` is `%41`, and stays so."""
    try:
        pairs = parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
    except UnicodeDecodeError as error:
        raise RefusedError(400, "what is sent is no UTF-8 in percent-encoding. Encode it so") from error
    except ValueError as error:
        raise RefusedError(400, f"there are more than {MOST_FIELDS} fields. Send fewer") from error
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _merged(*several: Mapping[str, list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for fields in several:
        for name, values in fields.items():
            found.setdefault(name, []).extend(values)
    return found


def _kind(content_type: str) -> tuple[str, str]:
    kind, *parameters = (piece.strip() for piece in content_type.split(";"))
    charsets = [value.strip('"') for name, _, value in (one.partition("=") for one in parameters) if name.strip().lower() == "charset"]
    return kind.lower(), "".join(charsets[:1]).lower()


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(400, f"byte {error.start} is no UTF-8. Send UTF-8") from error
