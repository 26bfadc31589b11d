"""What is measured in the browser: time, memory and visits."""
