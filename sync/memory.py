"""A process that makes many small objects and keeps some of them: the collector looks less often."""

import gc

YOUNG, MIDDLE, OLD = 50_000, 20, 50


def collect_seldom() -> None:
    """To be called once when everything is loaded. Documents form no cycles, so little waits for it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
