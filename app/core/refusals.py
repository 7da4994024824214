"""Why something that somebody asked for is not done."""

from __future__ import annotations


class Refusal(Exception):
    """Nothing was changed. `name` is the key of its words, `field` the field beside which they stand."""

    def __init__(self, name: str, field: str = "") -> None:
        super().__init__(name)
        self.name, self.field = name, field
