"""Whether squawk, where it is installed, finds anything in an online plan that the plan does not say itself: the
hazards of its steps against squawk's rules.  usage: squawk_rules.py PLAN.json"""
import json
import subprocess
import sys
import tempfile

# What squawk warns of, and the hazard that says so in a plan.
SAID = {
    "adding-field-with-default": "rewrites_table",
    "adding-required-field": "needs_empty_table",
    "ban-drop-column": "data_loss",
    "ban-drop-not-null": "breaks_clients",
    "ban-drop-table": "data_loss",
    "changing-column-type": "rewrites_table",
    "renaming-column": "breaks_clients",
    "renaming-table": "breaks_clients",
}
# Matters of taste in the schema that is asked for, and what is solved for each statement by the procedure that runs it
# (lock_timeout) or by planning anew what is left (IF NOT EXISTS).
TASTE = ["ban-char-field", "prefer-bigint-over-int", "prefer-bigint-over-smallint", "prefer-identity", "prefer-text-field",
         "prefer-timestamp-tz", "prefer-robust-stmts", "require-lock-timeout", "require-statement-timeout", "require-timeout-settings",
         "require-enum-value-ordering", "ban-drop-constraint"]


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        steps = json.load(file)["steps"]
    line_of = []
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        for step in steps:
            print(step["sql"], file=script)
            line_of += [step] * (step["sql"].count("\n") + 1)
        script.flush()
        done = subprocess.run(["squawk", "--reporter", "json", "--pg-version", "15.0", "--exclude", ",".join(TASTE), script.name],
                              capture_output=True, text=True, check=False)
    unsaid = []
    found = json.loads(done.stdout)
    for warning in found:
        step = line_of[warning["line"]]
        rule = warning["rule_name"]
        if SAID.get(rule) not in step["hazards"]:
            unsaid.append(f"{rule}: {step['sql']} {step['hazards']}")
    print(f"{len(found)} warnings for {len(steps)} steps, {len(unsaid)} of them not said")
    print("\n".join(unsaid))
    sys.exit(bool(unsaid))


main()
