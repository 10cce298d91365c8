"""Parse markup into the tree that WeasyPrint lays out: as XML if it is XML, which takes a tenth of the time.

The templates close every tag and give every table its body, so that parsers of XML and of HTML build the same tree.
Markup that is no XML, because of a control character for example, is left to WeasyPrint's own parser.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from cssselect2 import ElementWrapper
from engross_weasyprint import HTML
from engross_weasyprint.urls import URLFetcher

BASE_URL = "file:///"


class RootElement(ElementWrapper):
    """The root of a tree; WeasyPrint queries it only for its <title>, <meta>, <link> and <style> elements."""

    def query_all(self, *names: str) -> Iterator[ElementWrapper]:
        """Iterate over all elements of the tree with these tags."""
        elements = (element for element in self.etree_element.iter() if element.tag in names)
        return (ElementWrapper.from_html_root(element) for element in elements)


class ParsedHtml(HTML):
    """An HTML document whose tree has been parsed."""

    def __init__(self, root: ET.Element, fetcher: URLFetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = BASE_URL, fetcher, "print"
        self.wrapper_element = RootElement.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def parse_markup(markup: str, fetcher: URLFetcher) -> HTML:
    """Return the document of a sheet's markup."""
    try:
        return ParsedHtml(ET.fromstring(markup), fetcher)  # markup of our own templates, without entities
    except ET.ParseError:
        return HTML(string=markup, base_url=BASE_URL, url_fetcher=fetcher)
