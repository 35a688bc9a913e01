"""What tests make before they begin, one file a subject; every row as the program writes it."""
