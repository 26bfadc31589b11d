"""What drives browsers and hosts the site: for the tests and the benchmark."""
