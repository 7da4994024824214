"""What every feature stands on: database, time, language, files. Imports no feature."""
