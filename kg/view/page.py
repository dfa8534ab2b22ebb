"""Fills the page: items and a title come in, one self-contained HTML document goes out.

The page asks no host for anything. Its scripts are named by hash in its content security policy, so nothing that a text smuggles in can
run; the data lies in a block that is no script, with `<`, `>` and `&` escaped.
"""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from kg.view.pack import packed

if TYPE_CHECKING:
    from kg.view.items import Item

_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def page(*, title: str, data: Item) -> str:
    """Return the HTML document that shows `data`; README.md lists its fields. The map comes along where something has a place on it."""
    block = packed(data)
    style, script, libraries = _asset("page.css"), _asset("page.js"), [_library()]
    if "walk" in data:
        libraries.append(_asset("ask.js"))
    with_map = has_places(block) or "walk" in data  # what comes later may have a place
    if with_map:
        style, libraries = _asset("leaflet.css") + style, [*libraries, _asset("leaflet.js")]
    return _template().render(
        title=title,
        policy="; ".join(
            (
                "default-src 'none'",
                " ".join(("script-src", *map(_hash, (*libraries, script)))),
                f"style-src {_hash(style)}",
                "img-src data:",
                *(["connect-src 'self'"] if "walk" in data else []),
                "base-uri 'none'",
                "form-action 'none'",
            )
        ),
        libraries=[Markup(library) for library in libraries],  # noqa: S704 - shipped with packages, not text from articles
        script=Markup(script),  # noqa: S704 - ours
        style=Markup(style),  # noqa: S704 - ours
        data=Markup(as_json(block)),  # noqa: S704 - escaped by as_json
        world=Markup(_asset("world.json")) if with_map else "",  # noqa: S704 - ours
    )


def as_json(data: Item) -> str:
    """Return `data` as JSON that can stand in an HTML script block."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).translate(_ESCAPES)


def has_places(block: Item) -> bool:
    """Tell whether anything in a packed block can be shown on a map."""
    nodes = block["nodes"]
    fields = nodes["fields"] if isinstance(nodes, dict) else {}
    return isinstance(fields, dict) and ("at" in fields or "country" in fields)


@cache
def _template() -> Template:
    return Environment(loader=PackageLoader("kg.view", "assets"), autoescape=True, undefined=StrictUndefined).get_template("page.html.j2")


@cache
def _asset(name: str) -> str:
    return (resources.files("kg.view") / "assets" / name).read_text(encoding="utf-8").replace("\r\n", "\n")


@cache
def _library() -> str:
    """vis-network as pyvis ships it, without the line that makes developer tools ask for a source map."""
    whole = (resources.files("pyvis") / "templates" / "lib" / "vis-9.1.2" / "vis-network.min.js").read_text(encoding="utf-8")
    return whole.replace("\r\n", "\n").partition("\n//# sourceMappingURL=")[0]


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode('ascii')}'"
