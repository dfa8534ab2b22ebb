"""Makes pages of values: they come in, HTML goes out. All text is escaped; no page has a script in its text.

The files of `assets/` that a page asks for are sent as they are, by a list of names made at the start, so no path leads to any other.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.graph import BASE

if TYPE_CHECKING:
    from collections.abc import Mapping

POLICY: Final = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
"""What a page may do in a browser: show its style sheet, and send its form here."""
EDITOR_POLICY: Final = POLICY.replace("style-src 'self'", "script-src 'self'; connect-src 'self'; style-src 'self' 'unsafe-inline'")
"""What the editor may do: run its two scripts, whose text lies in files, and ask this server. Its libraries write styles into elements."""
HERE: Final = "/id/"
"""The path that things are found under."""
ASSETS: Final = "/assets/"
_PLAIN: Final = "/%:@!$&'()*+,;=~"
_MEDIA_TYPES: Final = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}


def filled(template: str, **values: object) -> str:
    """Return a page."""
    return _environment().get_template(f"{template}.html.j2").render(**values)


def href(iri: str | None) -> str:
    """Return where a link to something leads: to its page here, or elsewhere on the web; nothing, if it can be no link."""
    if iri is None:
        return ""
    if iri.startswith(BASE):
        return HERE + quote(iri.removeprefix(BASE), safe=_PLAIN)
    return iri if is_web(iri) else ""


def is_web(address: str) -> bool:
    """Tell whether an address is one that a link may lead to: all other schemes could run code or reach into the reader's machine."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


@cache
def assets() -> Mapping[str, tuple[bytes, str]]:
    """Return the files that pages ask for, by name, each with its media type."""
    folder = resources.files("kg.serve") / "assets"
    return {
        entry.name: (entry.read_bytes(), _MEDIA_TYPES[suffix])
        for entry in folder.iterdir()
        if (suffix := entry.name.rpartition(".")[2]) in _MEDIA_TYPES
    }


@cache
def _environment() -> Environment:
    made = Environment(loader=PackageLoader("kg.serve", "assets"), autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    made.globals |= {"href": href, "is_web": is_web}
    return made
