"""What is stored: tables, relations and constraints, and no rules beyond them."""
