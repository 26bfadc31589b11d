"""Coverage-guided fuzzing of what reads bytes and options that anybody may have made."""
