"""Documents -> validated records: the model, its schema, and the project as a whole."""
