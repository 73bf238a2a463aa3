"""How much may be tried for a file."""

from typing import final

MOST_WORK = 3_000_000


@final
class Work:
    """How much may still be tried for a file; counted, so that it is the same on every machine."""

    def __init__(self, most: int = MOST_WORK) -> None:
        self.left = most
        self.trials = 0

    def can(self, cost: int) -> bool:
        """Spend this much, unless less is left."""
        if cost > self.left:
            return False
        self.left -= cost
        return True
