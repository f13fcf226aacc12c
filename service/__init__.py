"""Claimdesk: article text in, tied summaries and tracked claims out.

Rooms, and the arrows allowed between them, are listed in `CONTRIBUTING.md`; a test
reads the imports and holds them against that table. `main` is the composition root,
`cli` the command line, `settings` what both are configured by.
"""
