from typing import NamedTuple

class Dimension(NamedTuple):
    value: float
    unit: str

INITIAL_VALUES: dict[str, object]
