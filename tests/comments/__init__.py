"""The tests of comments."""
