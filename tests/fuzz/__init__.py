"""Random input for everything that reads what others wrote, each with what must hold of it."""
