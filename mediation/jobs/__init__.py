"""The door for time: what happens because the moment has come."""
