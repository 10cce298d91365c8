"""The linter's rules, a closed list: what EPUBCheck and Ace let pass in the e-book of a resolution.

Each has a case folder under ``tests/cases/lint``.
"""

from __future__ import annotations

from enum import Enum

from engross.check.finding import Finding
from engross.notice import Severity

W, E = Severity.WARNING, Severity.ERROR


class Rule(Enum):
    """Every rule there is: severity, sentence, advice. Sentences are filled in from the finding's words."""

    UNREADABLE = (E, "the book cannot be opened: {why}", "build it anew")
    # notes
    CALL_BROKEN = (E, "the call “{call}” leads to no note", "lead it to the id of its note")
    CALL_ELSEWHERE = (E, "the call “{call}” leads into {file}", "set notes in the file of their calls: pop-ups need it")
    NOTE_UNCALLED = (E, "no call leads to the note", "call it, or set it as text")
    NOTE_SHARED = (E, "{n} calls lead to the note", "give each call a note of its own: a note has one way back")
    NOTE_ORDER = (E, "the note stands before “{before}”, which is called first", "set notes in their calls' order")
    BACK_LINK = (E, "the note has no link back to its call", "end it with a link of role doc-backlink to the call's id")
    BACK_LABEL = (W, "the link back is called “{label}”, as another is", "give it an aria-label with the note's number")
    TEXT_ORDER = (E, "the text “{text}” follows the notes", "set the notes of a file after its text")
    # pages
    PAGE_UNLISTED = (E, "page {page} is not in the page list", "list every page break")
    PAGE_BROKEN = (E, "“{page}” in the page list leads to no page break", "let it lead to the id of its page break")
    PAGE_ORDER = (E, "page {page} is listed after page {before}, which comes later", "list pages in reading order")
    PAGE_LABEL = (W, "page {page} is called “{label}” in the page list", "give both the same label")
    PAGE_GAP = (E, "page {page} follows page {before}", "set a page break for each page of the print edition")
    # index
    PLACE_BROKEN = (E, "“{place}” under “{entry}” leads to no citation", "let it lead to the id of the citing words")
    ENTRY_UNCITED = (E, "“{entry}” has no place", "give the places that cite it, or take the entry out")
    CITATION_UNLISTED = (E, "“{words}” is not in the index", "list every document that the text cites")
    # text and marks
    TEXT_DIFFERS = (E, "{what} is not the text that the report has: {found} characters, {told} there", "build it anew")
    HAN_SPACE = (E, "white space stands between Chinese characters: “{words}”", "take it out")
    BAD_ID = (E, "the id “{id}” is more than small letters, digits and hyphens", "readers look ids up as CSS names")
    UNSAFE_URL = (E, "the address “{url}” is not safe", "use http, https or mailto, and percent-encode the rest")
    # package and styles
    CONFORMANCE = (
        E,
        "“{claim}” is not how conformance is claimed",
        "write “EPUB Accessibility 1.1 - WCAG 2.1 Level AA” with its own versions and level",
    )
    PACKAGE_LANGUAGE = (W, "the package does not say its language and direction", "set xml:lang and dir on it")
    FIXED_COLOUR = (W, "{property} is a fixed colour, {value}", "leave colours to the reader: dark mode")
    FIXED_SIZE = (W, "{property} is fixed at {value}", "give sizes in em, rem or per cent")

    @property
    def slug(self) -> str:
        """The code as findings and folders spell it: ``call-broken``."""
        return self.name.lower().replace("_", "-")

    def found(self, at: str, /, **words: object) -> Finding:
        """The finding that this rule is broken at this place."""
        severity, sentence, advice = self.value
        return Finding(self.slug, severity, sentence.format(**words), at, advice)
