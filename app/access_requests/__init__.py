"""Ways to institutions: a member asks, the ministry opens them."""
