"""Screens, one a mode."""
