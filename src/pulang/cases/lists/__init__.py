"""Lists of people as offices keep them: read with all their flaws, taken row by row, resumed where they stopped."""
