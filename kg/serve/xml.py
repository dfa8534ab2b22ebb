"""Keeps XML answers XML: bytes that an engine wrote come in, the same go out but for characters that XML cannot have.

A text of the news may hold any character, also such as U+0001, which engines write as they are; a client then refuses the whole answer.

Source: W3C, XML 1.0, 2.2.
"""

from __future__ import annotations

import re
from typing import Final

_NONE: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_INSTEAD: Final = "\ufffd".encode()
_BEGUN: Final = (b"\xef\xbf", b"\xef")
"""What at the end of a piece may be the beginning of such a character."""


class Piecewise:
    """Cleans an answer that comes in pieces.

    Args:
        media_type: Its format; of any but XML nothing is changed.
    """

    def __init__(self, media_type: str) -> None:
        self._is_xml = media_type.partition(";")[0].endswith("xml")
        self._held = b""

    def clean(self, piece: bytes, *, last: bool = False) -> bytes:
        """Return a piece, with U+FFFD in the place of each character that XML cannot have."""
        if not self._is_xml:
            return piece
        whole = self._held + piece
        self._held = b"" if last else next((begun for begun in _BEGUN if whole.endswith(begun)), b"")
        return _NONE.sub(_INSTEAD, whole[: len(whole) - len(self._held)])
