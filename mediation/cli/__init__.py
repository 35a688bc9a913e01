"""The door for operators: the commands."""
