"""Events whose `prev` is not here yet: they wait for it, and not for ever."""

from dataclasses import dataclass, field
from datetime import timedelta

from sync import times
from sync.acts import Act


@dataclass
class Waiting:
    """The events that wait, `hours` of journal time each."""

    hours: int
    _by_prev: dict[str, list[Act]] = field(default_factory=dict)

    def add(self, prev: str, act: Act) -> None:
        """One more that waits for `prev`."""
        self._by_prev.setdefault(prev, []).append(act)

    def arrived(self, doc_id: str) -> list[Act]:
        """Those that waited for this document; they wait no longer."""
        return self._by_prev.pop(doc_id, [])

    def first_over(self, now: str) -> Act | None:
        """The earliest of those that have waited long enough; it waits no longer."""
        late = [act for acts in self._by_prev.values() for act in acts if self._expiry(act) <= now]
        if not late:
            return None
        first = min(late, key=lambda act: act.rseq)
        for waiting in self._by_prev.values():
            if first in waiting:
                waiting.remove(first)
        return first

    @property
    def wake_at(self) -> str | None:
        """When the first of them will wait no longer, as UTC text."""
        return min((self._expiry(act) for acts in self._by_prev.values() for act in acts), default=None)

    def _expiry(self, act: Act) -> str:
        return times.utc(times.parse(act.received_at) + timedelta(hours=self.hours))
