"""When work that somebody claimed may be taken over: never by what a wall clock says."""

from collections.abc import Mapping


class Watch:
    """What one process has seen of the claims of others, by its own steady clock.

    Clocks differ and are set back, so the moment at which a claim was made proves nothing. Only
    who has looked at one and the same claim for a whole lease, by a clock that nobody can set,
    may say that whoever made it is gone.
    """

    def __init__(self, lease: float) -> None:
        self.lease = lease
        self._seen: dict[int, tuple[int, float]] = {}

    def look(self, held: Mapping[int, int], *, at: float) -> None:
        """Note which claim each thing is under at this moment; what is free is forgotten."""
        seen = self._seen
        self._seen = {
            thing: seen[thing] if thing in seen and seen[thing][0] == claim else (claim, at)
            for thing, claim in held.items()
        }

    def abandoned(self, *, at: float) -> dict[int, int]:
        """What has lain under one claim for a whole lease, with that claim."""
        return {
            thing: claim for thing, (claim, since) in self._seen.items() if at - since >= self.lease
        }

    def is_fresh(self, claimed: float, *, at: float) -> bool:
        """Whether a claim of one's own still holds, with half a lease to finish what is begun."""
        return at - claimed < self.lease / 2
