"""Sites moved in from elsewhere."""
