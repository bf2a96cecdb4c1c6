"""What other processes do in these tests is no test, and finds its neighbours by an environment variable."""

collect_ignore = ["other_process.py"]
