"""Emergency access: danger to life opens a case of another agency at once; a reviewer looks at it afterwards."""
