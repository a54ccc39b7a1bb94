"""Accounts: who signs in, on which device, and what the token says about them."""
