"""Checklists as data: what a township's inspectors are asked, in versions that never change once
published."""
