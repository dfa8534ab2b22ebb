"""Runs the server: it listens until it is told to stop, then lets answers that have begun come to their end."""

from __future__ import annotations

import logging
import socket
from typing import TYPE_CHECKING

import uvicorn

from kg.errors import InputError
from kg.serve.app import application

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kg.serve.options import Options

GRACE = 10
"""Seconds that answers have when the server is told to stop."""
WAITING = 2048  # connections that the system keeps for us


def serve(folder: Path, options: Options, *, started: Callable[[str], object] = lambda _: None) -> None:
    """Serve the graph in `folder` until the process is told to stop (SIGINT, SIGTERM).

    Args:
        folder: The `.kg` folder.
        options: See `Options`.
        started: Is told the URL as soon as connections are taken.

    Raises:
        StoreError: There is no graph, or it cannot be read.
        InputError: The address is taken, or is none of this machine.
    """
    app = application(folder, options)
    with _listening(options) as listening:
        port = listening.getsockname()[1]
        host = f"[{options.host}]" if ":" in options.host else options.host
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=GRACE,
            h11_max_incomplete_event_size=1 << 16,
            lifespan="on",
        )
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # an answer that is broken off is told by us
        started(f"http://{host}:{port}/")
        uvicorn.Server(config).run(sockets=[listening])


def _listening(options: Options) -> socket.socket:
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    try:
        return socket.create_server((options.host, options.port), family=family, backlog=WAITING)
    except OSError as error:
        raise InputError(f"{options.host}:{options.port}: cannot listen there: {error}. Give another --host or --port") from error
