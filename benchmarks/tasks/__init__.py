"""The tasks: one module each, its figures defined in its docstring."""
