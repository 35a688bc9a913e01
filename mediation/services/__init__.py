"""What can be done: one verb for one act, which checks, moves and writes."""
