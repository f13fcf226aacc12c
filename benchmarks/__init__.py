"""The harness: measures what the service makes of annotated data, task by task.

`evaluate` is the command line. A task is a module in `tasks` whose docstring defines its
figures; it returns sections of figures with intervals, which `report` writes down beside
those of earlier runs. Only `pipeline` knows how the service is put together. The data is
named on the command line and never copied into the project; outputs that hold article
text go into `var/`, which is not checked in.
"""
