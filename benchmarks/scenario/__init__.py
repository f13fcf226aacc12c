"""The scenario: a newsroom's day against the real service, with what was checked of it.

`make scenario` plays it on SQLite and on PostgreSQL. `day.py` tells the story; the articles
are invented for it.
"""
