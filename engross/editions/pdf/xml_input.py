"""Markup to the tree that WeasyPrint lays out: read as XML where it is XML, which takes a tenth of the time.

The templates close every tag and give every table its body, so that a reader of XML and one of HTML see the same tree.
Markup that is no XML, for a control character in the text, say, is left to WeasyPrint's own reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from cssselect2 import ElementWrapper
from weasyprint import HTML
from weasyprint.urls import URLFetcher

BASE_URL = "file:///"


class RootElement(ElementWrapper):
    """The root of a tree, which WeasyPrint asks for its <title>, <meta>, <link> and <style> elements alone."""

    def query_all(self, *names: str) -> Iterator[ElementWrapper]:
        """The elements of these names, wherever they stand."""
        found = (element for element in self.etree_element.iter() if element.tag in names)
        return (ElementWrapper.from_html_root(element) for element in found)


class ParsedHtml(HTML):
    """An HTML document whose tree is there already."""

    def __init__(self, root: ET.Element, fetcher: URLFetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = BASE_URL, fetcher, "print"
        self.wrapper_element = RootElement.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def parse_markup(markup: str, fetcher: URLFetcher) -> HTML:
    """The document of a sheet's markup."""
    try:
        return ParsedHtml(ET.fromstring(markup), fetcher)  # our own templates' markup, without entities
    except ET.ParseError:
        return HTML(string=markup, base_url=BASE_URL, url_fetcher=fetcher)
