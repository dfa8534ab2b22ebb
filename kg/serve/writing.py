"""Changes the graph that is served: an update or triples come in, a new state of it is served when it is done, or it is as it was.

Each change is made by a process of its own, one at a time, which is killed if it takes too long.
"""

from __future__ import annotations

import asyncio
import base64
import json
import secrets
from typing import TYPE_CHECKING, Final, Literal

from kg.errors import QueryError
from kg.graph import PREFIXES
from kg.query.hints import brief, explained
from kg.query.words import checked_update
from kg.serve import writer
from kg.serve.http import header, root_of
from kg.serve.operation import RefusedError
from kg.serve.using import clearing_nothing, with_dataset
from kg.workers.requests import cause_of_death, program

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kg.serve.current import Current
    from kg.serve.http import Scope
    from kg.serve.operation import Operation
    from kg.serve.options import Options

Kind = Literal["update", "merge", "put", "delete"]

MOST_CHARACTERS: Final = 8 << 20
"""Characters of an update: more comes as triples, by the Graph Store Protocol."""
WAITING: Final = 16
"""Changes that may wait for others to be done; one more is refused."""
_STATUS: Final = {"syntax": 400, "update": 400, "locked": 503, "memory": 503}
_AGAIN: Final = {"Retry-After": "5"}


class Writing:
    """Makes changes of one graph.

    Args:
        current: The graph.
        options: Who may change it, and how long that may take.
    """

    def __init__(self, current: Current, options: Options) -> None:
        self._current, self._options = current, options
        self._one_at_a_time = asyncio.Lock()
        self._asking = 0

    def permit(self, scope: Scope) -> None:
        """Refuse a change that comes without the token, or from a page elsewhere, whose reader knows nothing of it.

        Raises:
            RefusedError: It is not to be made.
        """
        origin = header(scope, b"origin")
        own = {root_of(scope).rstrip("/"), *(self._options.origins if "*" not in self._options.origins else ())}
        if (origin and origin not in own) or header(scope, b"sec-fetch-site") == "cross-site":
            raise RefusedError(403, "a change that a page of another origin sends. Name that origin at the start (--cors)")
        if not self.is_known(scope):
            raise RefusedError(
                401, "a change needs the token. Send it as `Authorization: Bearer …`", {"WWW-Authenticate": 'Bearer realm="kg"'}
            )

    def is_known(self, scope: Scope) -> bool:
        """Tell whether a request comes with the token."""
        scheme, _, given = header(scope, b"authorization").partition(" ")
        token = self._options.token
        return token is not None and scheme.lower() == "bearer" and secrets.compare_digest(given.strip().encode(), token.encode())

    async def update(self, asked: Operation, base: str) -> None:
        """Carry out a SPARQL update.

        Raises:
            RefusedError: It is not carried out; the graph is as it was.
        """
        try:
            text = await asyncio.to_thread(_checked, asked)
        except (QueryError, ValueError) as error:
            raise RefusedError(400, str(error)) from error
        await self._make("update", text=text, base=base, prefixes=dict(PREFIXES))

    async def graph(self, kind: Kind, iri: str | None, *, content: bytes = b"", media_type: str = "", base: str = "") -> None:
        """Merge triples into a graph, put them in its place, or delete it.

        Args:
            kind: Which of these.
            iri: The graph; `None`: the default one.
            content: The triples.
            media_type: Their format.
            base: What relative IRIs are relative to.

        Raises:
            RefusedError: It is not done; the graph is as it was.
        """
        await self._make(kind, graph=iri, content=base64.b64encode(content).decode(), type=media_type, base=base or None)

    async def _make(self, kind: Kind, **fields: object) -> None:
        if self._asking >= WAITING:
            raise RefusedError(503, "too many changes are waiting. Ask again later", _AGAIN)
        self._asking += 1
        try:
            async with self._one_at_a_time:
                # Once begun, it is not given up with the client: it would be unknown whether it was made.
                await asyncio.shield(self._run({"kind": kind, "folder": str(self._current.folder.resolve()), **fields}))
        finally:
            self._asking -= 1

    async def _run(self, change: dict[str, object]) -> None:
        limits = self._options.limits
        process = await self._start()
        try:
            said, _ = await asyncio.wait_for(process.communicate(json.dumps(change).encode()), limits.seconds)
        except TimeoutError as error:
            message = f"the change took longer than {limits.seconds:g} seconds and was stopped; the graph is as it was. Change less at once"
            raise RefusedError(503, message, _AGAIN) from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        _check(said, change, process.returncode)
        await self._current.refresh()

    async def _start(self) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        command = program(writer.__file__, memory=self._options.limits.memory)
        return await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL)


def _checked(asked: Operation) -> str:
    """Return the text of an update that may run."""
    text = clearing_nothing(asked.text, checked_update(asked.text, most=MOST_CHARACTERS))
    given = asked.default or asked.named
    return with_dataset(text, checked_update(text, most=len(text)), asked.default, asked.named) if given else text


def _check(said: bytes, change: Mapping[str, object], code: int | None) -> None:
    """Refuse a change that did not go well; one whose process said nothing ended it, with this exit status."""
    ended = {"problem": cause_of_death(code).problem, "message": "the change ended its process; the graph is as it was"}
    outcome = json.loads(said) if said.strip() else ended
    problem, message = outcome["problem"], outcome["message"]
    if problem == "syntax":
        message = _wrong(change, message)
    elif problem == "memory":
        message = "the change needed too much memory; the graph is as it was. Change less at once"
    if problem:
        status = _STATUS.get(problem, 500)
        raise RefusedError(status, message, _AGAIN if status == 503 else None)  # noqa: PLR2004 - Service Unavailable


def _wrong(change: Mapping[str, object], message: str) -> str:
    """Return what is wrong with a change that could not be parsed."""
    if change["kind"] == "update":
        text = str(change["text"])
        return f"{explained(text, checked_update(text, most=len(text)), message)}. The graph is as it was"
    return f"what is sent is not {change['type']}: {brief(message)}. The graph is as it was"
