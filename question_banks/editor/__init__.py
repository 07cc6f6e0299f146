"""The editor of questions: the form of each kind, what a form says, and the buttons that add and take away."""
