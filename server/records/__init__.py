"""What every kind of record shares: envelope, fields, fold, register, timeline, the office's actions, API.

A capability declares its records as data (`Machine`); this room makes the rest of it.
"""
