from typing import NamedTuple

class PageType(NamedTuple):
    side: str
    blank: bool
    name: str
    index: int  # type: ignore[assignment] # it hides the method of tuples
    groups: list[tuple[str, int]]
