"""Hours that people earned elsewhere: declared by them or their unit, reviewed, credited."""
