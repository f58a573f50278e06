### Notes and reasons of the readers of files.
