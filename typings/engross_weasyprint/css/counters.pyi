from typing import Any, Self

class CounterStyle(dict[str, Any]):
    def copy(self) -> Self: ...
