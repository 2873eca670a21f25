"""While nobody saves, what the preview's next build will need is made already, so that the build itself is short."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event

from .crew import Crew, outcome
from .workshop import Order, Workshop, bind


@dataclass
class Ahead:
    """``orders`` tells, once it is asked, which chapters a build that makes everything right would bind anew."""

    workshop: Workshop
    orders: Callable[[], Sequence[Order]]
    _crew: Crew = field(default_factory=Crew)
    _stopped: Event = field(default_factory=Event)

    def run(self) -> bool:
        """Bind what is worth a crew; false where somebody has saved meanwhile, and the build is no longer wanted.

        A few chapters are left to the build: it makes them in the time that a crew needs to get ready.
        """
        orders = self.orders()
        self._crew.share(len(orders))
        coming = [self._crew.send(bind, self.workshop, order) for order in orders]
        try:
            for each in coming:
                if self._stopped.is_set():
                    break
                outcome(each)
        finally:
            self._crew.dismiss()
        return not self._stopped.is_set()

    def stop(self) -> None:
        """A build begins: what has not begun is left. Returns at once."""
        self._stopped.set()
