"""What is typed behind ``liaison``: verbs, their options, and what they print."""
