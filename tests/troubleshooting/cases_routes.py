"""What the saved route and the server disagree on, or what has to be chosen first."""


