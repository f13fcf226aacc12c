"""The storage room: everything that is kept.

Engine, records (ORM rows, all of them in `metadata`), repositories, the unit of work, the
commit log (what is numbered in the order of commits), migrations at run time. The
only room that writes SQL. Repositories flush and never commit. May import the domain.
"""
