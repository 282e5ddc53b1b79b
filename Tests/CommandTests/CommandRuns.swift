// What runs the command and reads its answers, for every file of these tests.

@_exported import CommandRuns
