"""The way home: steps, operations, flights, care."""
