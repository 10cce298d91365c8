"""Write what is known of a document as metadata: identification, adoption, references, what stands on the page."""

from __future__ import annotations

from dataclasses import dataclass

from engross.editions.write.akn.adopted import make_analysis, make_classifications, make_workflows
from engross.editions.write.akn.clerk import AknWriterState
from engross.editions.write.akn.tags import AknElement, make_element, make_layout_element
from engross.grammars.akn import HEADING_NAME, SOURCE_REFERENCE, SYMBOL_NAME
from engross.grammars.akn.iri import iri_number
from engross.model.tree import Resolution

DOCUMENT_SUBTYPE, COUNTRY_CODE = "deliberation", "un"
# What the text refers to: element, eId, address in the UN's ontology, label.
ONTOLOGY_REFERENCES = (
    ("TLCOrganization", "engross", "/akn/ontology/organization/un/engross", "engross"),
    ("TLCOrganization", "un", "/akn/ontology/organization/un", "United Nations"),
    ("TLCRole", "author", "/akn/ontology/role/un/author", "Author"),
    ("TLCRole", "issuer", "/akn/ontology/role/un/issuer", "Issuer"),
    ("TLCRole", "editor", "/akn/ontology/role/un/editor", "Editor"),
    ("TLCRole", "publisher", "/akn/ontology/role/un/publisher", "Publisher"),
    ("TLCRole", "issuingBody", "/akn/ontology/role/un/issuingBody", "Issuing body"),
    ("TLCRole", "subsidiaryBody", "/akn/ontology/role/un/subsidiaryBody", "Subsidiary body"),
    ("TLCConcept", "symbol", "/akn/ontology/concept/un/symbol", "Symbol"),
    ("TLCConcept", "distribution", "/akn/ontology/concept/un/distribution", "Distribution"),
    ("TLCConcept", "dateOfIssuance", "/akn/ontology/concept/un/dateOfIssuance", "Date of issuance"),
    ("TLCConcept", "startDate", "/akn/ontology/concept/un/startDate", "Start of the session"),
    ("TLCConcept", "endDate", "/akn/ontology/concept/un/endDate", "End of the session"),
    ("TLCConcept", "adoptionDate", "/akn/ontology/concept/un/dateOfAdoption", "Date of adoption"),
    ("TLCConcept", "publicationJobNumber", "/akn/ontology/concept/un/publicationJobNumber", "Job number"),
    ("TLCConcept", "enactingFormula", "/akn/ontology/concept/un/enactingFormula", "Enacting formula"),
    ("TLCConcept", "preamble", "/akn/ontology/concept/un/preambularParagraph", "Preambular paragraph"),
    ("TLCConcept", "operative", "/akn/ontology/concept/un/operativeParagraph", "Operative paragraph"),
    ("TLCConcept", "point", "/akn/ontology/concept/un/subparagraph", "Subparagraph"),
    ("TLCConcept", "plain", "/akn/ontology/concept/un/text", "Text"),
    ("TLCConcept", "closing", "/akn/ontology/concept/un/closing", "Closing line"),
    ("TLCConcept", "agenda", "/akn/ontology/concept/un/agenda", "Agenda"),
    ("TLCConcept", "memberState", "/akn/ontology/concept/un/memberState", "Member State"),
    ("TLCConcept", "inFavour", "/akn/ontology/concept/un/inFavour", "In favour"),
    ("TLCConcept", "against", "/akn/ontology/concept/un/against", "Against"),
    ("TLCConcept", "abstaining", "/akn/ontology/concept/un/abstaining", "Abstaining"),
    ("TLCConcept", "vote", "/akn/ontology/concept/un/vote", "Vote"),
)


@dataclass(frozen=True, slots=True)
class WorkComponent:
    """The component of a work that metadata are about: its name in IRIs."""

    name: str = "main"


def make_meta(resolution: Resolution, state: AknWriterState, component: WorkComponent | None = None) -> AknElement:
    """Return the metadata of a document; for a ``component`` only its identification."""
    identification = _make_identification(resolution, state, component or WorkComponent())
    if component:
        return make_element("meta", identification)
    on_record = (*make_classifications(resolution), *make_workflows(resolution, state), *make_analysis(resolution))
    other_elements = (*on_record, _make_references(resolution, state))
    return make_element("meta", identification, *other_elements, *_make_presentation(resolution, state))


def _make_identification(resolution: Resolution, state: AknWriterState, component: WorkComponent) -> AknElement:
    profile, facts = state.profile, resolution.facts
    work = profile.work_iri(resolution.symbol, resolution.organ, facts.adopted)
    expression = f"{work}/{state.language.terminology}@"

    def make_level(name: str, dated: tuple[str, str], end: str, *rest: AknElement) -> AknElement:
        iri = work if name == "FRBRWork" else expression
        this, uri = profile.component_iri(iri, component.name, end), profile.complete_iri(iri, end)
        date, event = dated
        date_element = make_element("FRBRdate", date=profile.format_date(date), name=event)
        return make_element(
            name,
            make_element("FRBRthis", value=this),
            make_element("FRBRuri", value=uri),
            *([_make_alias(resolution)] if name == "FRBRWork" else []),
            date_element,
            *rest,
        )

    language = make_element("FRBRlanguage", language=state.language.terminology)
    return make_element(
        "identification",
        make_level(
            "FRBRWork",
            (facts.adopted, "adoption"),
            "",
            _make_author(resolution.organ, "author"),
            *_make_work_properties(resolution),
        ),
        make_level(
            "FRBRExpression", (facts.issued, "publication"), "", _make_author(resolution.organ, "issuer"), language
        ),
        make_level("FRBRManifestation", ("", "markup"), ".xml", _make_author("engross", "editor")),
        source=SOURCE_REFERENCE,
    )


def _make_alias(resolution: Resolution) -> AknElement:
    """Return the symbol, or what names a document without one, as another name of the work."""
    name = HEADING_NAME if resolution.symbol.is_name else SYMBOL_NAME
    return make_element("FRBRalias", value=resolution.symbol, name=name)


def _make_author(who: str, role: str) -> AknElement:
    return make_element("FRBRauthor", href=f"#{who}", as_=f"#{role}")


def _make_work_properties(resolution: Resolution) -> tuple[AknElement, ...]:
    """Return what only the work has: country, subtype and number."""
    return (
        make_element("FRBRcountry", value=COUNTRY_CODE),
        make_element("FRBRsubtype", value=DOCUMENT_SUBTYPE),
        make_element("FRBRnumber", value=iri_number(resolution.symbol)),
    )


def _make_references(resolution: Resolution, state: AknWriterState) -> AknElement:
    organ = state.language.words["organs"].get(resolution.organ, resolution.organ)
    organ_reference = make_element(
        "TLCOrganization", eId=resolution.organ, href=f"/akn/ontology/organization/un/{resolution.organ}", showAs=organ
    )
    other_references = (
        make_element(tag, eId=name, href=href, showAs=label) for tag, name, href, label in ONTOLOGY_REFERENCES
    )
    return make_element("references", organ_reference, *other_references, source=SOURCE_REFERENCE)


def _make_presentation(resolution: Resolution, state: AknWriterState) -> list[AknElement]:
    """Return the job number as the first page's foot prints it, with the letter of the language; [] for none."""
    job = resolution.facts.job_number
    if not job:
        return []
    letter = state.language.words["language"]["job_letter"]
    docket = make_element("docketNumber", words=f"{job} ({letter})", refersTo="#publicationJobNumber")
    left = make_layout_element("footerFirstPageLeft", make_layout_element("internalCode", docket))
    return [make_element("presentation", make_layout_element("footerFirstPage", left), source=SOURCE_REFERENCE)]
