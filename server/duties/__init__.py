"""What villages do again and again: weekly screenings, ten-day reports, publicity, slogans, activities that
are only counted, and reports of broken things.
"""
