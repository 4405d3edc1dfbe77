"""What is true and what may happen; imports nothing but the standard library."""
