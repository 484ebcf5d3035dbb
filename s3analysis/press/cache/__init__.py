"""What has to run, and why: tasks, hashes, and the executed notebooks kept by key."""
