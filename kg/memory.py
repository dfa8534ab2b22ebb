"""Memory: what is free goes back to the system, and where millions of values are made nobody looks for cycles among them all the time."""

from __future__ import annotations

import ctypes
import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (50_000, 20, 50)
"""Thresholds of the garbage collector; Python's own are 700, 10, 10."""


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Let the garbage collector look for cycles less often, where what is made holds none: a quarter of the time of resolving."""
    former = gc.get_threshold()
    collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*former)


def collect_seldom() -> None:
    """Do as `collecting_seldom` until this process ends."""
    gc.set_threshold(*_SELDOM)


def give_back() -> None:
    """Give free memory back to the system: after much was held, glibc keeps a third of it for itself. Elsewhere nothing is done."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # not in musl
        if trim is not None:
            trim(0)
