"""Mailboxes for the public's hints: their half-monthly openings, and the clues whose envelopes they held."""
