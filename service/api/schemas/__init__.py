"""Schemas: the JSON that the API takes in and gives out, field by field."""
