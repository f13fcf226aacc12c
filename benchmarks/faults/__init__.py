"""Faults: what is done to running processes, and the checks of what they leave behind."""
