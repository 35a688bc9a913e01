"""What can be asked: reads that deserve a name and never change anything."""
