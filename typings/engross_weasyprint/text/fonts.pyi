from typing import Any

class FontConfiguration:
    font_map: Any  # C data
    strut_layouts: dict[str, tuple[float, float]]
    font_features: dict[bytes, Any]
    def __init__(self) -> None: ...
    def __del__(self) -> None: ...

def get_hb_object_data(
    hb_object: Any, ot_color: str | None = None, glyph: int | None = None
) -> bytes | Any: ...  # None if there is none
