"""Load the private copies; import this module before ``engross_weasyprint`` and ``engross_pydyf``."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location

from engross.editions.engine.private_copies import PACKAGES, PREFIX, find_or_make_copies


def _load_copies() -> None:
    """Load the copies under their names; their folder does not come into ``sys.path``."""
    folder = find_or_make_copies()
    for package in PACKAGES:
        name, path = f"{PREFIX}{package}", folder / f"{PREFIX}{package}"
        spec = spec_from_file_location(name, path / "__init__.py", submodule_search_locations=[str(path)])
        if spec is None or spec.loader is None:
            raise ImportError(f"no {name} in {folder}")
        module = sys.modules[name] = module_from_spec(spec)
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise


_load_copies()
