"""Pages from the web, when the user asks for them: an address comes in, the bytes of what is there go out, or why not.

Addresses come from people and from pages (redirects), so they are strangers' input. Only http and https are spoken, only to addresses that
are public: what a name resolves to is looked at, and that very address is connected to, so that a second look at the name can't lead
elsewhere. What a site's robots.txt forbids is left alone, sites are not hurried, and time and size are limited. Needs httpx (the extra
`[fetch]`).
"""

from __future__ import annotations

import ipaddress
import logging
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Self
from urllib.robotparser import RobotFileParser

from kg.documents.optional import library
from kg.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Collection

    import httpx

log = logging.getLogger(__name__)

AGENT = "kg"
"""What robots.txt may call us."""
MAX_PAGE = 20_000_000
"""Bytes, unpacked; what a format allows of them is up to its parser."""
MAX_ROBOTS = 500_000
"""Bytes of robots.txt that count. Source: RFC 9309, 2.5."""
REDIRECTS = frozenset((301, 302, 303, 307, 308))
MAX_REDIRECTS = 5
SECONDS = 30.0
"""For one address, redirects and all."""
PAUSE, LONGEST_PAUSE = 1.0, 30.0
"""Seconds between two requests to a site, where it does not ask for more; and the most that it can ask for."""
PORTS = frozenset((80, 443, 8000, 8080, 8443))
KINDS: dict[str, str] = {
    "application/atom+xml": ".atom",
    "application/json": ".json",
    "application/jsonl": ".jsonl",
    "application/pdf": ".pdf",
    "application/rss+xml": ".rss",
    "application/x-ndjson": ".jsonl",
    "application/xhtml+xml": ".html",
    "application/xml": ".xml",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/xml": ".xml",
}
Resolve = Callable[[str, int], "list[str]"]
_TRANSLATED, _TRANSLATED_HERE = ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48")
"""IPv4 behind a translator, the internet's and a network's own. Source: RFC 6052, RFC 8215."""
_REMEDY = "Save the page yourself and give the file"


@dataclass(frozen=True, slots=True)
class Page:
    """What lies at an address.

    Attributes:
        url: Where it was found, after redirects.
        suffix: What kind of file it is, as a file's name would say.
        content: Its bytes.
        retrieved: The day on which it was fetched, by the server's clock or ours.
    """

    url: str
    suffix: str
    content: bytes
    retrieved: date


def is_address(path: object) -> bool:
    """Tell whether what a user named is an address on the web and no file."""
    return isinstance(path, str) and path.lower().startswith(("http://", "https://"))


def addresses(host: str, port: int) -> list[str]:
    """Resolve a name to IP addresses, in the order in which the system prefers them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Tell whether an IP address lies on the public internet: not in this machine, its network, or a cloud's own services."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    # IPv4 in the clothes of IPv6
    inner = [getattr(found, name, None) for name in ("ipv4_mapped", "sixtofour")]
    if found in _TRANSLATED:
        inner.append(ipaddress.IPv4Address(int(found) & 0xFFFFFFFF))
    return found not in _TRANSLATED_HERE and all(one.is_global and not one.is_multicast for one in (found, *inner) if one is not None)


@dataclass(slots=True)
class Fetcher:
    """Fetches pages, one after the other. Use it as a context manager, or `close` it.

    Attributes:
        trusted: Hosts that may lie in a private network: a newsroom's own archive, a test's server. On them any port may be asked.
        pause: Seconds between two requests to a site.
        resolve: How names become addresses.
    """

    trusted: Collection[str] = ()
    pause: float = PAUSE
    resolve: Resolve = addresses
    _client: httpx.Client | None = None
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of connections."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def fetch(self, url: str) -> Page:
        """Fetch what lies at an address.

        Raises:
            DocumentError: The address is none, may not be asked, does not answer in time, or answers with something else than a document.
        """
        httpx = library("httpx", url, extra="fetch")
        until = time.monotonic() + SECONDS
        try:
            return self._page(httpx.URL(url), url, until)
        except httpx.InvalidURL as error:
            raise DocumentError(url, f"no address ({error})", "Check it") from error
        except httpx.TimeoutException as error:
            raise DocumentError(url, f"no answer within {SECONDS:g} s", f"Try again later, or: {_REMEDY.lower()}") from error
        except httpx.HTTPError as error:
            raise DocumentError(url, f"cannot be fetched ({error})", f"Check the address and the network, or: {_REMEDY.lower()}") from error

    def _page(self, url: httpx.URL, where: str, until: float) -> Page:
        for _ in range(MAX_REDIRECTS + 1):
            self._must_be_allowed(url, where, until)
            status, headers, content = self._get(url, where, until, limit=MAX_PAGE)
            if status in REDIRECTS and "location" in headers:
                url = url.join(headers["location"])
                continue
            if status != 200:  # noqa: PLR2004 - OK
                raise DocumentError(where, f"the server answers {status}", _REMEDY)
            if len(content) > MAX_PAGE:
                raise DocumentError(where, f"more than {MAX_PAGE:,} bytes", _REMEDY)
            kind, _, parameters = headers.get("content-type", "").lower().partition(";")
            suffix = KINDS.get(kind.strip()) or PurePosixPath(url.path).suffix.lower()
            if kind.strip() == "text/plain":
                content = _in_utf8(content, parameters)
            return Page(str(url), suffix, content, _day(headers.get("date")))
        raise DocumentError(where, f"more than {MAX_REDIRECTS} redirects", _REMEDY)

    def _must_be_allowed(self, url: httpx.URL, where: str, until: float) -> None:
        """Ask the site's robots.txt, once."""
        site = _site(url)
        if site not in self._robots:
            self._robots[site] = self._rules(url.join("/robots.txt"), where, until)
        if not self._robots[site].can_fetch(AGENT, str(url)):
            raise DocumentError(where, "the site's robots.txt forbids to fetch this", _REMEDY)

    def _rules(self, url: httpx.URL, where: str, until: float) -> RobotFileParser:
        """Fetch a robots.txt; one that can't be had for the server's own fault forbids all (RFC 9309, 2.3.1)."""
        rules, status, content = RobotFileParser(), 0, b""
        for _ in range(MAX_REDIRECTS + 1):
            status, headers, content = self._get(url, where, until, limit=MAX_ROBOTS)
            if status not in REDIRECTS or "location" not in headers:
                break
            url = url.join(headers["location"])
        if status == 200:  # noqa: PLR2004 - OK
            rules.parse(content[:MAX_ROBOTS].decode("utf-8", "replace").splitlines())
        else:
            rules.parse(["User-agent: *", "Disallow: /" if status >= 500 else "Allow: /"])  # noqa: PLR2004 - the server's fault
        return rules

    def _get(self, url: httpx.URL, where: str, until: float, *, limit: int) -> tuple[int, httpx.Headers, bytes]:
        """Send one request and read its answer, of which no more than just over `limit` bytes are kept."""
        address = self._address(url, where)
        self._wait(url)
        client = self._connection(where)
        request = client.build_request(
            "GET",
            url.copy_with(host=address),
            headers={"Host": url.netloc.decode("ascii"), "User-Agent": AGENT, "Accept": ", ".join([*KINDS, "*/*;q=0.1"])},
            extensions={"sni_hostname": url.host},
        )
        response = client.send(request, stream=True)
        content = bytearray()
        try:
            for part in response.iter_bytes():  # as it comes: who sends a byte a second is looked at each second
                content += part
                if len(content) > limit:
                    break
                if time.monotonic() > until:
                    raise DocumentError(where, f"no whole answer within {SECONDS:g} s", _REMEDY)
        finally:
            response.close()
        return response.status_code, response.headers, bytes(content)

    def _address(self, url: httpx.URL, where: str) -> str:
        """Return the IP address to connect to."""
        port = url.port or (443 if url.scheme == "https" else 80)
        if url.scheme not in {"http", "https"} or not url.host:
            raise DocumentError(where, f"leads to {url.scheme or 'nowhere'}, not to a page", "Give an http or https address")
        try:
            found = self.resolve(url.host, port)
        except (OSError, UnicodeError) as error:
            raise DocumentError(where, f"the name {url.host} is not known ({error})", "Check the address and the network") from error
        if url.host not in self.trusted and (port not in PORTS or not found or not all(map(is_public, found))):
            raise DocumentError(where, f"leads to {url.host}:{port}, which is not on the public internet", _REMEDY)
        return found[0]

    def _wait(self, url: httpx.URL) -> None:
        """Leave a site in peace for as long as it asks, or for a moment."""
        site = _site(url)
        rules = self._robots.get(site)
        asked = float(rules.crawl_delay(AGENT) or 0) if rules else 0.0
        pause = min(max(self.pause, asked), LONGEST_PAUSE)
        time.sleep(max(0.0, self._asked.get(site, -pause) + pause - time.monotonic()))
        self._asked[site] = time.monotonic()

    def _connection(self, where: str) -> httpx.Client:
        if self._client is None:
            httpx: Any = library("httpx", where, extra="fetch")
            # No proxy from the environment: behind one, nobody knows which address is connected to. No cookies are kept.
            self._client = httpx.Client(timeout=httpx.Timeout(SECONDS / 2), trust_env=False, follow_redirects=False)
        self._client.cookies.clear()
        return self._client


def _site(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii')}"


def _in_utf8(content: bytes, parameters: str) -> bytes:
    """Turn plain text into UTF-8, where the server says that it is in another encoding; what it says wrongly is left as it is."""
    charset = parameters.partition("charset=")[2].partition(";")[0].strip(" \"'")
    try:
        return content.decode(charset).encode("utf-8") if charset else content
    except (LookupError, UnicodeError):
        return content


def _day(told: str | None) -> date:
    try:
        return parsedate_to_datetime(told or "").date()
    except ValueError:
        return datetime.now(UTC).date()
