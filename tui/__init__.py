"""What is seen: application, screens, widgets, and the command line."""
