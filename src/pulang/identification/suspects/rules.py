"""Where the file of a suspect can stand. Pure."""

STAGES = ("under_review", "investigated", "charged", "not_pursued", "closed")
