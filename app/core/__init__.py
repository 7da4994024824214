"""What every room stands on: database, time, language, files. Imports no room."""
