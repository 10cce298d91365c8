class DocumentMetadata:
    title: str | None
    lang: str | None
