"""Alembic migrations of the database, the same ones for SQLite and PostgreSQL."""
