### What the data say of the servers and of an incident.
