"""Entities: frozen values with a version, named by the terms of the specification."""
