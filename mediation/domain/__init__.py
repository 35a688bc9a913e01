"""What is true: rules as tables and small pure functions, in Python alone."""
