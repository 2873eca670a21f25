"""Chapters whose pages are written go on to the crew, one by one, while MkDocs makes the pages of the next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from ..privacy.detector import Gate
from ..rendering.pages import Page
from ..rendering.single_file import Finished
from .crew import Crew, outcome
from .stock import Finish
from .workshop import Looked, Order, Proofs, Workshop, complete


@dataclass
class _Chapter:
    """A chapter on its way: the pages that are still to come, and those that are to be kept."""

    order: Order
    missing: set[str]
    kept: list[tuple[str, str, Finish]] = field(default_factory=list)


@dataclass
class Handover:
    """Hands on the chapters of ``orders`` where there is a crew; where there is none, nothing is taken."""

    crew: Crew
    workshop: Workshop
    gate: Gate
    orders: Sequence[Order]
    finished: Finished
    _frame: str = ""
    _stands: Callable[[str], bool] = bool
    _published: bool = True
    _on_the_way: dict[str, _Chapter] = field(default_factory=dict)
    _whole: _Chapter | None = None
    _sent: list[tuple[Order, Proofs, Future[Looked] | None]] = field(default_factory=list)

    def begin(self, frame: str, same: Collection[str], stands: Callable[[str], bool], *, published: bool) -> None:
        """From now on pages are written. ``frame`` stands for what every page rests on; pages that are the ``same``
        are not made in this build, and files beside them that ``stands`` says stand are not written. What will not be
        ``published`` is not looked at once more."""
        self._frame, self._stands, self._published = frame, stands, published
        agent_years = [_Chapter(order, set(order.uris).difference(same)) for order in self.orders]
        agent_years = [each for each in agent_years if each.missing]
        if same:
            self.crew.share(len(agent_years))  # what is bound already, as in a preview, has called nobody yet
        if self.crew.is_here:
            self._on_the_way = {each.order.agent_year.uri: each for each in agent_years}

    def take(self, page: Page, finish: Finish, *, keep: bool) -> bool:
        """A page that MkDocs is about to write, to be kept or not; false where it is not taken care of here.

        What was taken before is written by now, and its chapter goes on if that was the last of it.
        """
        self._send()
        folder = page.uri.rpartition("/")[0]
        agent_year = self._on_the_way.get(folder)
        if agent_year is None or page.uri not in agent_year.missing:
            return False
        agent_year.missing.discard(page.uri)
        if keep:
            agent_year.kept.append((page.uri, page.digest, finish))
        if not agent_year.missing:
            self._whole = self._on_the_way.pop(folder)
        return True

    def _send(self) -> None:
        if self._whole:
            proofs = self._proofs(self._whole)
            coming = self.crew.send(complete, self.workshop, self.gate, self._whole.order, proofs)
            self._sent.append((self._whole.order, proofs, coming))
            self._whole = None

    def _proofs(self, agent_year: _Chapter) -> Proofs:
        order, finished = agent_year.order, self.finished
        files = self.workshop.files(order, self.workshop.shelf(order.agent_year), finished)
        return Proofs(
            folders=finished.folders,
            styles=finished.styles,
            articles={uri: finished.articles[uri] for uri in order.uris if uri in finished.articles},
            wanted=[uri for uri in files if not self._stands(uri)],
            frame=self._frame,
            kept=agent_year.kept,
            published=self._published,
        )

    def collect(self) -> Looked:
        """All that the crew has done, once it has done it; what it could not do is done here."""
        self._send()
        left = [(each.order, self._proofs(each), None) for each in self._on_the_way.values()]
        self._on_the_way.clear()
        whole = Looked()
        for order, proofs, coming in [*self._sent, *left]:
            whole.join(outcome(coming) or complete(self.workshop, self.gate, order, proofs))
        self._sent.clear()
        return whole
