from typing import Any

class TargetCollector:
    counter_lookup_items: dict[Any, Any]
    def collect_anchor(self, anchor_name: str) -> None: ...
