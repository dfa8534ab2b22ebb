"""Takes the pictures of kg/view/README.md: `python tests/making/screenshots.py`, with Chromium and Pillow.

The four example articles are read and drawn, and the page is opened in its views, both themes and on a phone. Look at what comes out before
you commit it.
"""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

import kg
from kg import examples

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browsing import FLAGS  # noqa: E402 - of the tests, which are no package
from conftest import CHROMIUM  # noqa: E402 - same

FOLDER = ROOT / "kg" / "view" / "screenshots"
QUALITY = 82
SETTLED = 1500  # milliseconds after which nothing moves any more
MOST_TOLD = "[...kgView.graph.nodes].sort((a, b) => b.edges.length - a.edges.length)"
DISPUTED = "[...kgView.graph.edges].filter((e) => !['Reported', 'Denied'].includes(e.status)).sort((a, b) => b.outlets - a.outlets)[0]"
DENSEST = f"{MOST_TOLD}.find((n) => n.group === 'event' && n.date)"


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: what to do on the page before it is taken, and how the page is seen."""

    name: str
    script: str = ""
    size: tuple[int, int] = (1280, 800)
    dark: bool = False
    sharpness: float = 1.0


SHOTS = (
    Shot("graph"),
    Shot("edge", f"kgView.showEdge({DISPUTED}.id)"),
    Shot(
        "timeline",
        f"kgView.state.look('timeline'); kgView.showNode({DENSEST}.id);"
        "document.querySelector('#timeline li.chosen').scrollIntoView({ block: 'center' })",
    ),
    Shot("map", "kgView.state.look('map')"),
    Shot("dark", f"kgView.actions.only({MOST_TOLD}.find((n) => n.group === 'organisation'))", dark=True),
    Shot("phone", size=(390, 844), sharpness=1.5),
)


def take(browser: Browser, page: Path, shot: Shot) -> None:
    """Take one picture of a page and write it."""
    size = {"width": shot.size[0], "height": shot.size[1]}
    context = browser.new_context(viewport=size, device_scale_factor=shot.sharpness, reduced_motion="reduce")  # type: ignore[arg-type]  # a plain dict does
    opened = context.new_page()
    opened.emulate_media(color_scheme="dark" if shot.dark else "light")
    opened.goto(page.as_uri())
    opened.wait_for_timeout(SETTLED)
    opened.evaluate(f"() => {{ {shot.script} }}")
    opened.wait_for_timeout(SETTLED)
    Image.open(io.BytesIO(opened.screenshot())).save(FOLDER / f"{shot.name}.webp", quality=QUALITY, method=6)
    context.close()


def main() -> None:
    """Read, draw, and take all pictures."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        kg.build([examples.corpus("kerman")], Path(folder) / "kerman.kg")
        page = Path(folder) / "kerman.html"
        with kg.open(Path(folder) / "kerman.kg") as graph:
            graph.show(page)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for shot in SHOTS:
            take(browser, page, shot)
        browser.close()


if __name__ == "__main__":
    main()
