from typing import Any

FROM_UNITS: float
TO_UNITS: float
# Of cffi: what is called through them, and given back, is C data.
ffi: Any
gobject: Any
pango: Any
harfbuzz: Any
harfbuzz_subset: Any
