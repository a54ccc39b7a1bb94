"""Incidents, those who respond to them, and drills."""
