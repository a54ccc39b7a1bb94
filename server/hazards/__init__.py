"""Hazards: found on duty or by an inspection of a school, put right by a unit, verified by somebody else."""
