"""Schools: the month's joint action, the inspections of each school, lessons given there.

What an inspection finds becomes a hazard (server/hazards).
"""
