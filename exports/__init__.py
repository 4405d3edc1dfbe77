"""What leaves the product, and what comes back from calendars."""
