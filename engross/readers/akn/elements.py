"""The elements of Akoma Ntoso 3.0, grouped by what they hold."""

from __future__ import annotations

from lxml import etree

from engross.model.tree import Style

# Elements that only say what their words are, and hold nothing else.
TRANSPARENT_ELEMENTS = frozenset(
    "docNumber docTitle docAuthority docStatus docDate docProponent docType docPurpose session inline date "
    "organization person role location quantity term def entity event concept object num heading subheading p "
    "listIntroduction listWrapUp content intro span vote outcome docIntroducer docketNumber placeholder "
    "abbr affectedDocument courtType docCommittee docJurisdiction docStage eInline embeddedText fillIn ins "
    "inlineQuote judge lawyer legislature mmod mod mref neutralCitation omissis opinion party process quotedText "
    "ref relatedDocument remark rmod rref shortTitle signature time caption from block noteRef marker eop img "
    "componentRef documentRef".split()
)
STYLES_BY_CLASS = {
    "bold": Style.BOLD,
    "italic": Style.ITALIC,
    "underline": Style.UNDERLINE,
    "strike": Style.STRIKE,
    "strikethrough": Style.STRIKE,
    "smallcaps": Style.SMALL_CAPS,
    "superscript": Style.SUPERSCRIPT,
    "subscript": Style.SUBSCRIPT,
}
STYLES_BY_ELEMENT = {
    "b": Style.BOLD,
    "i": Style.ITALIC,
    "u": Style.UNDERLINE,
    "sup": Style.SUPERSCRIPT,
    "sub": Style.SUBSCRIPT,
    "em": Style.ITALIC,
    "strong": Style.BOLD,
    "del": Style.STRIKE,
}
# Containers of blocks.
GROUP_ELEMENTS = frozenset(
    "section part chapter division title book tome article clause hcontainer blockContainer container "
    "embeddedStructure quotedStructure preamble mainBody body recitals recital citations citation level wrap "
    "subchapter subclause subdivision subpart subrule subsection subtitle rule proviso transitional "
    "coverPage longTitle tblock toc tocItem portionBody amendmentBody judgmentBody debateBody debateSection "
    "introduction background motivation arguments remedies decision speech question answer".split()
)
# Elements that make paragraphs of their own; all others stand in a run of words.
BLOCK_ELEMENTS = GROUP_ELEMENTS | frozenset(
    "p block content intro wrapUp wrapup listIntroduction listWrapUp formula paragraph subparagraph alinea list "
    "sublist blockList ol ul point item li indent table heading subheading crossHeading num vote outcome".split()
)
SUBFLOW_ELEMENTS = ("authorialNote",)  # they hold blocks, but stand in a run of words
# The kinds of document in Akoma Ntoso.
DOCUMENT_ELEMENTS = frozenset(
    "statement documentCollection doc act bill amendment amendmentList debateReport debate judgment officialGazette "
    "portion".split()
)


def is_break_before_superscript(text: str, following: etree._Element | None) -> bool:
    """Return whether a text is white space with a line break, and what follows it begins with a superscript."""
    if "\n" not in text or not text.isspace():
        return False
    while following is not None and str(following.tag).rpartition("}")[2] != "sup":
        following = None if (following.text or "").strip() else next(iter(following), None)
    return following is not None
