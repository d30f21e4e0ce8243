"""Pages of interviews and assessments."""
