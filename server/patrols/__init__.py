"""Patrols: shifts, check-ins at checkpoints, finds, vehicle logs, and what is known of their photos."""
