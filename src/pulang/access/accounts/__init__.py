"""The accounts of officers: making and ending them, signing in, sessions, language."""
