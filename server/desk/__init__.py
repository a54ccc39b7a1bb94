"""The desk where an office settles what the rules could not."""
