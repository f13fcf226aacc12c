"""The jobs room: durable workflows and their queues, on DBOS Transact.

One workflow step a pipeline stage, so that a killed process goes on where it was. May
import use cases and the domain.
"""
