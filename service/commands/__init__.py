"""The commands: what the command line can do, one module a group of commands.

Part of the composition root, so everything may be imported here; what is heavy is imported
inside the command that needs it, so that `claimdesk --help` answers at once.
"""
