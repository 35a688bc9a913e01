"""The suite: one folder for each floor of the house, and the world it runs in."""
