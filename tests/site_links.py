"""Check the links of a site as a browser would follow them: each file there, each id on its page, no id twice."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

HERE = "http://site.invalid/"
ADDRESSES = ("href", "src", "action")
PAGE_NAME = "index.html"


class PageLinks(HTMLParser):
    """What a page links to, the ids that it has, and those that it has twice."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.twice: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            if values["id"] in self.ids:
                self.twice.append(values["id"])
            self.ids.add(values["id"])
        self.links += [values[name] for name in ADDRESSES if name in values]
        is_script = tag == "script" and "src" not in values and values.get("type") != "application/ld+json"
        if is_script or tag == "style" or any(name.startswith("on") or name == "style" for name in values):
            self.inline.append(tag)


def read_pages(site: Path) -> dict[str, PageLinks]:
    """Return the pages of a site by their paths, without the editions that are handed out beside them."""
    paths = (path for path in site.rglob("*.html") if path.name in (PAGE_NAME, "404.html"))
    return {path.relative_to(site).as_posix(): PageLinks(path.read_text("utf-8")) for path in sorted(paths)}


def find_broken_links(site: Path, base_url: str = "") -> Iterator[str]:
    """Yield what is wrong with the links of a site. ``base_url``: its own address, which stands for HERE."""
    pages = read_pages(site)
    for path, page in pages.items():
        yield from (f"{path}: the id {name} twice" for name in page.twice)
        yield from (f"{path}: {tag} that the policy forbids" for tag in page.inline)
        for link in page.links:
            own = link.replace(base_url, HERE, 1) if base_url and link.startswith(base_url) else link
            if wrong := describe_broken(site, pages, urljoin(HERE + path.removesuffix(PAGE_NAME), own)):
                yield f"{path}: {link}: {wrong}"


def describe_broken(site: Path, pages: dict[str, PageLinks], address: str) -> str:
    """Return what is wrong with an address; "" if nothing is, or if it leads elsewhere."""
    parts = urlsplit(address)
    if not address.startswith(HERE):
        return ""
    path = unquote(parts.path).lstrip("/")
    target = f"{path}{PAGE_NAME}" if not path or path.endswith("/") else path
    if not (site / target).is_file():
        return "no such file"
    is_known = target not in pages or not parts.fragment or unquote(parts.fragment) in pages[target].ids
    return "" if is_known else "no such place"
