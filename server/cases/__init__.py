"""Disputes, petitions, opinions and consultations: from the first report to the archive."""
