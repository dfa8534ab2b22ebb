"""What the tests of spreading do for many values, in processes and on machines that import it."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path


def here(value: int) -> tuple[int, int]:
    return value, os.getpid()


def failing(value: int) -> int:
    if value == 30:
        raise ValueError("thirty is too much")
    return value


@dataclass(frozen=True)
class Killed:
    """Doubles values, but somebody kills its process once, while it is at the value `victim`."""

    victim: int
    mark: Path

    def __call__(self, value: int) -> int:
        if value == self.victim and not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return 2 * value


@dataclass(frozen=True)
class Abroad:
    """Lives in one process only: any other that is at it ends."""

    home: int

    def __call__(self, value: int) -> int:
        if os.getpid() != self.home:
            os.kill(os.getpid(), signal.SIGKILL)
        return value
