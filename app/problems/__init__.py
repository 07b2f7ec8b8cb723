"""Every refusal in words. One file of sentences for each subject; here is what the other floors ask for."""

from app.problems.every import PROBLEMS as PROBLEMS
from app.problems.every import Problem as Problem
from app.problems.every import of_storage as of_storage
from app.problems.every import on_device as on_device
from app.problems.every import sentence as sentence
