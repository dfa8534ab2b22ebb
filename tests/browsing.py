"""Opens pages in the browser that tests share, and writes down what they ask for and complain of."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from knowledge_example import KNOWLEDGE

from kg.graph import apply_rules, quads
from kg.network import to_networkx
from kg.store import memory_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import networkx as nx
    from playwright.sync_api import Browser, Locator, Page

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => window.violations.push(event.violatedDirective));
"""


class Visit:
    """A page that is open, with all that it asked for and complained of."""

    def __init__(self, browser: Browser, path: Path, *, dark: bool = False, size: tuple[int, int] = (1280, 800), address: str = "") -> None:
        self.path = path
        self.page: Page = browser.new_page(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            accept_downloads=True,
            reduced_motion="reduce",
        )
        self.page.set_default_timeout(30_000)  # a busy machine is no failure
        self.requests: list[str] = []
        self.stopped: dict[str, str] = {}
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", lambda request: self.stopped.update({request.url: str(request.failure)}))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.add_init_script(WATCH)
        self.page.goto(path.as_uri() + (f"#{address}" if address else ""))

    def visible(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = self.page.evaluate("kgView.visible()")
        return found

    def run(self, script: str, argument: object = None) -> Any:  # noqa: ANN401 - whatever the script returns
        return self.page.evaluate(script, argument)

    @property
    def panel(self) -> Locator:
        return self.page.locator("#panel")

    def asked_elsewhere(self) -> list[str]:
        """What was asked of anything but the file itself and what the page made in memory."""
        return [url for url in self.requests if not url.startswith((self.path.as_uri(), "blob:", "data:"))]

    def close(self) -> None:
        self.page.close()


@contextmanager
def visiting(browser: Browser, path: Path) -> Iterator[Visit]:
    """Open a page for a test; when that is done the page must not have complained."""
    seen = Visit(browser, path)
    yield seen
    seen.close()
    assert seen.complaints == []


def story() -> nx.MultiDiGraph[str]:
    """The network of the example of the tests: a bombing, who claims it, who is accused of it and denies it."""
    with memory_store(quads(KNOWLEDGE), finish=apply_rules) as store:
        return to_networkx(store)
