"""A report by mail: what the message says, how it is put together, and how it is handed to a server."""
