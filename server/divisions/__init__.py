"""Divisions: the reference data of a district: its areas, units, staff, teams, places and rosters."""
