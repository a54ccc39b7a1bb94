"""Makes the demo district folder: `python -m server.demo.invent`. Real townships, everything else invented.

There is no chance in it: places are spread on spirals, people counted through, so that the folder is the same
text each time and a change shows in the diff.
"""
