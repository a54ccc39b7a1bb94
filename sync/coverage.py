"""What each writer knew of when writing: the ground on which two events are concurrent, or are not.

An event covers what `seen` and `seen_ids` name, the head that its own device wrote, its `prev`, and what that
covers. So what a device writes offline is never concurrent with itself.
"""

from sync.acts import Act


class Coverage:
    """The documents of one subject so far, and who knew of which."""

    def __init__(self) -> None:
        self._acts: dict[str, Act] = {}

    def note(self, act: Act) -> None:
        """One more row. Somebody's attempt under another's id must not hide what that one had seen."""
        if act.counts:
            self._acts[act.doc_id] = act
        else:
            self._acts.setdefault(act.doc_id, act)

    def act(self, doc_id: str) -> Act | None:
        """The document of this id, if it is here."""
        return self._acts.get(doc_id)

    def covers(self, act: Act, other: Act) -> bool:
        """Whether the writer of `act` knew of `other`."""
        if other.head and other.device and act.device == other.device:
            return True
        link: Act | None = act
        passed: set[str] = set()
        while link is not None and link.doc_id not in passed:
            view = link.view
            if other.rseq <= view.get("seen", 0) or other.doc_id in (view.get("seen_ids") or ()):
                return True
            if link.prev == other.doc_id:
                return True
            passed.add(link.doc_id)
            link = self._acts.get(link.prev or "")
        return False

    def concurrent(self, act: Act, other: Act) -> bool:
        """Whether neither writer knew of the other's."""
        return not self.covers(act, other) and not self.covers(other, act)
