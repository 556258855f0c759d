"""Sums up numbers. The task comes on standard input, the result goes to standard output, and what people read to standard error."""
import json
import statistics
import sys

task = json.load(sys.stdin)
values = task["input"].get("values")
if not values or not all(isinstance(value, (int, float)) for value in values):
    print("values must be a list of numbers, not empty", file=sys.stderr)
    sys.exit(65)  # this task will never work: no further attempt

print(f"attempt {task['attempt']} at {len(values)} values", file=sys.stderr)
json.dump({
    "count": len(values),
    "mean": statistics.fmean(values),
    "deviation": statistics.stdev(values) if len(values) > 1 else 0.0,
}, sys.stdout)
