"""The world the suite runs in: its databases, its network, its clients, its strictness."""
