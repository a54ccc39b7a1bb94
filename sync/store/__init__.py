"""Where documents live: the protocol (`base`) and the stores that keep it (`memory`, `sql`)."""
